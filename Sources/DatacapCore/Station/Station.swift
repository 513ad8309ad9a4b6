/// The whole daemon as a value: inputs in, effects out, and nothing else.
///
/// Every rule of the product is reached from ``handle(_:at:)``. There's no clock, no thread and no I/O here, so
/// recorded inputs replay exactly.
package struct Station: Sendable {
    /// The configuration in force.
    package internal(set) var configuration: Configuration
    /// Where the test stands.
    package internal(set) var state = TestState.stopped(.notStarted)
    /// The downloader process.
    package internal(set) var downloader = DownloaderState()
    /// The current or the last test.
    package internal(set) var session = Session()
    /// Payload since the last reset; survives restarts.
    package internal(set) var total = ByteCount.zero
    /// What is known of each URL.
    package internal(set) var targets = TargetBook()
    /// What never goes back.
    package internal(set) var counters: Counters
    /// What the detector says of the line.
    package internal(set) var verdict = LineVerdict()
    /// What the connections say of the line.
    package internal(set) var quality = QualityMeter()
    /// Transfers in progress.
    package internal(set) var streams = 0
    /// When payload last came.
    package internal(set) var lastData: Timestamp?
    /// What the shell last saw of the machine.
    package internal(set) var system = SystemReading()
    /// The line's address as the internet sees it.
    package internal(set) var externalAddress: ExternalAddress?
    /// What the ledgers last said of usage.
    package internal(set) var standing: UsageStanding?
    /// What the tests have spent since.
    package internal(set) var spentSinceStanding = ByteCount.zero
    /// Where the alerts stand.
    package internal(set) var alerts: AlertBook
    /// When the totals were last reset; zero for never.
    package internal(set) var periodStart = Timestamp(milliseconds: 0)
    /// When anything last changed.
    package internal(set) var lastUpdate: Timestamp
    /// The port that the dashboard is served on, when the configured one is zero for any.
    package var servedPort: UInt16?
    /// Whether the tests run against the built-in lab line, which spends no real data.
    package let isDemo: Bool
    /// Whether every look at the rules brings an ``Effect/record(_:_:)``.
    package let isRecorded: Bool

    /// What the speed by the cycle's usage says of a cap.
    package internal(set) var capFinding = CapFinding.unknown(.tooFewPoints)
    var capFinder = CapFinder()
    var lastCapJudgement: Duration?
    /// When each detection of this process was first noticed, by its number: what the history knows it by.
    var incidents: [Int: Timestamp] = [:]
    var lastTick: Moment?
    var detector: LineDetector
    var account = SpendingAccount()
    /// When the test was last started; names the session in the ledger, whatever is reset meanwhile.
    var sessionStart: Timestamp?
    /// What it has spent since then.
    var sessionSpent = ByteCount.zero
    /// What is reserved at a time at least: more after each run that was over before it could ask for more.
    var leastSlice = Station.smallestSlice
    /// Why the latest wait was; one that goes on for the same reason is remembered once.
    var lastWait: String?
    /// Whether the test that is stopping begins again, by the schedule.
    var startsWhenStopped = false
    var lastUsageRequest: Duration?
    var isCapUnsaved = false
    /// When the ledger last couldn't be asked.
    var askFailure: Duration?
    /// Payload of the present run of the downloader.
    var runReceived = ByteCount.zero
    /// What the present run was told it may take.
    var toldLimit: ByteCount?
    /// The schedule, while tests are made by one.
    package internal(set) var planner: TestPlanner?
    /// The latest tests, the oldest first.
    package internal(set) var earlierTests: [TestRecord] = []
    var needsReplan = false
    var testEndingSince: Duration?
    var validity = TestValidity()
    let scheduleSeed: UInt64
    /// When a pause ends by itself.
    var pauseEnd: Duration?
    var firstFigures = FirstFigures()
    var testFigures = HourlyFigures()
    var round: WitnessRound?
    var rest: RestCheck?
    /// The second witness that the next test of the schedule is, or the one in progress.
    var testWitness: WitnessRound.Witness?
    var use = LineUse()
    var meter: SpeedMeter
    var orderTargets: [Int] = []
    var restartsForReload = false
    var samplesWithoutStreams = 0
    var lastPublish = Duration.zero
    var lastSystemPublish = Duration.zero
    var lastSave: Duration?
    var isUnsaved = false
    var lastAddressRequest: Duration?
    var killed = false
    var lastEvaluation: Duration?
    /// Since when data is due: the latest that came, or the start of what should bring some.
    var dataDueSince = Duration.zero

    /// Makes the station of a daemon that has just started.
    ///
    /// - Parameters:
    ///   - configuration: The configuration as it was read.
    ///   - isDemo: Whether the tests run against the lab line.
    ///   - isRecorded: Whether what the rules are judged by is recorded.
    ///   - now: The time.
    package init(configuration: Configuration, isDemo: Bool = false, isRecorded: Bool = false, at now: Moment) {
        self.configuration = configuration
        self.isDemo = isDemo
        self.isRecorded = isRecorded
        detector = LineDetector(settings: configuration.detectorSettings)
        meter = SpeedMeter(updateInterval: configuration.updateInterval)
        counters = Counters(at: now.timestamp)
        alerts = AlertBook(rules: configuration.alertRules, seed: UInt64(bitPattern: now.timestamp.milliseconds))
        lastUpdate = now.timestamp
        scheduleSeed = UInt64(bitPattern: now.timestamp.milliseconds)
        _ = targets.open(configuration.testURLs)
    }

    /// Takes one input in.
    ///
    /// - Parameters:
    ///   - input: What happened.
    ///   - now: When it reached the daemon.
    /// - Returns: What to do, in this order.
    package mutating func handle(_ input: Input, at now: Moment) -> [Effect] {
        switch input {
        case .command(let command, let duration): carryOut(command, lasting: duration, at: now)
        case .reserved(let answer): take(answer, at: now)
        case .ledgerFailed(let reason): ledgerFailed(reason)
        case .lost(let amount): lost(amount, at: now)
        case .remembered(let tests): remember(tests)
        case .usage(let standing): take(standing, at: now)
        case .downloader(let event): take(event, at: now)
        case .downloaderGarbled(let line): garbled(line)
        case .downloaderExited(let exit): downloaderExited(exit, at: now)
        case .probe(let event): takeProbe(event, at: now)
        case .probeExited: probeExited(at: now)
        case .tick: tick(at: now)
        case .reloaded(let configuration): reload(configuration, at: now)
        case .reloadFailed(let error): reloadFailed(error)
        case .system(let reading): take(reading, at: now)
        case .externalAddress(let address): take(address, at: now)
        case .saved(let fault): saved(fault)
        case .lineSaved(let fault): lineSaved(fault, of: "line.json")
        case .capSaved(let fault): lineSaved(fault, of: "cap.json")
        case .alertCommand(let command): carryOut(command, at: now)
        case .alertsSaved(let fault): alertsSaved(fault, at: now)
        case .delivered(let id, let outcome): alerts.delivered(id, outcome, at: now)
        case .posted(let receiver, let outcome): alerts.posted(to: receiver, outcome, at: now)
        case .shutdown: shutDown(at: now) + alerts.leave(at: now)
        }
    }

    /// What the line usually gives; what it gave at first until more is known, and `nil` before that.
    package var baseline: BitRate? { verdict.baseline ?? firstFigures.baseline }

    /// How much of the cap is used, in percent; zero without a cap.
    package var capPercentage: Double {
        guard let cap, cap > .zero else { return 0 }
        return 100 * Double(used.bytes) / Double(cap.bytes)
    }

    /// Whether the cap is used up and the test must not go on.
    var isStoppedByCap: Bool {
        guard !configuration.hasPlannedCap, let cap = configuration.dataCap, configuration.atCap == .stop else {
            return false
        }
        return total >= cap
    }

    private mutating func garbled(_ line: String) -> [Effect] {
        counters.garbledLines += 1
        return [.log(.warning, "the downloader said what isn't in its grammar: \(line.cleaned(limit: 200))")]
    }

    private mutating func take(_ reading: SystemReading, at now: Moment) -> [Effect] {
        let isNews = reading.downloader?.processID != system.downloader?.processID
        system = reading
        guard isNews || now.uptime - lastSystemPublish >= Self.systemInterval else { return [] }
        lastSystemPublish = now.uptime
        return [.publishSystem]
    }

    private mutating func take(_ address: ExternalAddress?, at now: Moment) -> [Effect] {
        guard let address else { return [.log(.warning, "the external address could not be asked for")] }
        let before = externalAddress?.ip
        externalAddress = address
        guard let before, before != address.ip else { return [.publishSystem] }
        return [
            .publishSystem, remember(.address, "the external address is \(address.ip) now, was \(before)", at: now),
        ]
    }

    /// What has been learnt of the line as JSON, to be kept over restarts.
    package var lineJSON: [UInt8] { detector.memory.json(urls: configuration.testURLs) }

    /// Takes up what an earlier process had learnt of the line; of other URLs than those of now it is forgotten.
    ///
    /// - Throws: ``RestoreError`` when the file isn't what it should be; nothing was changed then.
    package mutating func restoreLine(_ text: [UInt8]) throws(RestoreError) {
        guard let memory = try LineMemory.read(text, urls: configuration.testURLs) else { return }
        detector = LineDetector(settings: configuration.detectorSettings, restoring: memory)
    }

    private mutating func lineSaved(_ fault: String?, of file: String) -> [Effect] {
        guard let fault else { return [] }
        counters.saveFailures += 1
        return [.log(.error, "\(file) could not be written: \(fault)")]
    }

    private mutating func saved(_ fault: String?) -> [Effect] {
        guard let fault else { return [] }
        counters.saveFailures += 1
        isUnsaved = true
        return [.log(.error, "data.json could not be written: \(fault)")]
    }
}
