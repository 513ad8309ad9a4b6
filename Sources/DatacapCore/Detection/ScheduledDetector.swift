/// Tells throttling from noise on tests minutes to hours apart, over weeks.
///
/// It counts in tests, not in seconds: a run of slow tests is held against the runs the line makes by itself, the
/// speeds of a run against each other (a limit makes them equal), and each test against what its hour usually gives.
package struct ScheduledDetector: Sendable {
    /// One test.
    package struct Test: Hashable, Sendable {
        /// When it was, in seconds since 1970: tests outlive restarts.
        package var time_seconds: Double
        /// What it gave, in Mbit/s.
        package var rate_mbps: Double
        /// What it measured: a target's index, or -1 for several at once.
        package var target: Int
        /// The hour of the week, 0–167, in UTC.
        package var hour: Int
        /// Whether it may speak for the line as it usually is.
        package var isUsual = true
        /// What the cycle had cost by then, in bytes, where known.
        package var usage_bytes: Double?

        /// Makes a test.
        package init(
            time_seconds: Double,
            rate_mbps: Double,
            target: Int,
            hour: Int,
            isUsual: Bool = true,
            usage_bytes: Double? = nil
        ) {
            self.time_seconds = time_seconds
            self.rate_mbps = rate_mbps
            self.target = target
            self.hour = hour
            self.isUsual = isUsual
            self.usage_bytes = usage_bytes
        }
    }

    enum Change: Sendable {
        case raised(LevelDrop)
        case refined(LevelDrop)
        case cleared(LevelDrop)
        case targetSlow(Int, since_seconds: Double)
        case targetRecovered(Int)
        case outageBegan(since_seconds: Double)
        case outageEnded
    }

    static let capacity = 512
    /// How many usual tests the level is the median of.
    private static let referenceTests = 300
    private static let leastTests = 5
    private static let leastTestsOfTarget = 6
    /// The latest tests never speak for the level: a drop must not lower what it is measured against.
    private static let heldBack = 3
    /// The longest run that is looked at.
    private static let longestRun = 64
    /// How many of the latest gaps between tests are looked at.
    private static let gaps = 21
    /// So many tests without any data are an outage.
    private static let outageTests = 2

    let settings: DetectorSettings
    var tests = RingBuffer<Test>(capacity: capacity)
    var memory: RunMemory
    var hours = HourOfWeekBaseline()
    /// The ceilings of earlier throttles, in Mbit/s.
    var knownCeilings = RingBuffer<Double>(capacity: 8)
    var open: LevelDrop?
    var sorter = OrderStatistics(capacity: capacity)
    /// How many of the latest tests in a row are slow.
    var run = 0
    /// What the line usually gives, its scatter as a share, and how flat it is; 0 until known.
    private(set) var level_mbps = 0.0
    private(set) var noise = 0.0
    private(set) var concentration = 0.0
    private var slowTargets: [Int] = []
    private var emptySince_seconds = 0.0
    private var empty = 0

    /// Makes a detector that knows what another one had learnt, or nothing.
    package init(settings: DetectorSettings, restoring state: State? = nil) {
        self.settings = settings
        memory = RunMemory(slowRatio: settings.slowRatio)
        if let state { restore(state) }
    }

    /// Whether the usual level is known.
    package var isKnown: Bool { level_mbps > 0 }

    /// How far apart the latest tests are: the median, or an hour while there are too few to tell.
    mutating func typicalGap_seconds() -> Double {
        sorter.removeAll()
        for index in max(1, tests.count - Self.gaps)..<max(1, tests.count) {
            sorter.append(tests[index].time_seconds - tests[index - 1].time_seconds)
        }
        return sorter.count >= 3 ? max(sorter.median(), Cadence.scheduledGap_seconds) : 3_600
    }

    mutating func take(_ test: Test, typical_seconds: Double, volumes: VolumeMemory) -> [Change] {
        guard test.rate_mbps > OutageTrack.nothing_mbps else { return takeNothing(at: test.time_seconds) }
        var changes: [Change] = []
        if empty >= Self.outageTests { changes.append(.outageEnded) }
        empty = 0
        var test = test
        test.isUsual = open == nil
        tests.append(test)
        guard measure() else { return changes }
        let share = share(tests.count - 1)
        if let drop = open {
            follow(drop, share, typical_seconds).map { changes.append($0) }
            return changes
        }
        memory.watch()
        climb(share, target: test.target, &changes)
        guard run > 0, let drop = judge(typical_seconds: typical_seconds, volumes) else { return changes }
        for back in 1...run { tests[tests.count - back].isUsual = false }
        open = drop
        remember(drop)
        changes.append(.raised(drop))
        return changes
    }

    private mutating func takeNothing(at time_seconds: Double) -> [Change] {
        empty += 1
        if empty == 1 { emptySince_seconds = time_seconds }
        return empty == Self.outageTests ? [.outageBegan(since_seconds: emptySince_seconds)] : []
    }

    private mutating func follow(_ drop: LevelDrop, _ share: Double, _ typical_seconds: Double) -> Change? {
        if hasEnded(drop, share) {
            tests[tests.count - 1].isUsual = true
            tests[tests.count - 2].isUsual = true
            open = nil
            run = 0
            return .cleared(drop)
        }
        guard let other = deepened(drop) ?? reviewed(drop, typical_seconds: typical_seconds) else { return nil }
        open = other
        remember(other)
        return .refined(other)
    }

    private mutating func remember(_ drop: LevelDrop) {
        guard drop.kind.accuses, let ceiling = drop.ceiling else { return }
        knownCeilings.append(ceiling * drop.before_mbps)
    }

    /// The speed of a test as a share of what is usual for its target and hour.
    mutating func share(_ index: Int) -> Double {
        let test = tests[index]
        return test.rate_mbps / (usual(test.target) * hours.expected(at: test.hour, &sorter))
    }

    private mutating func usual(_ target: Int) -> Double {
        sorter.removeAll()
        let end = max(0, tests.count - Self.heldBack)
        for index in max(0, tests.count - Self.referenceTests)..<end
        where tests[index].isUsual && tests[index].target == target { sorter.append(tests[index].rate_mbps) }
        return sorter.count >= Self.leastTestsOfTarget ? sorter.median() : level_mbps
    }

    /// Measures the level and its noise over the usual tests but the latest.
    private mutating func measure() -> Bool {
        sorter.removeAll()
        var index = max(0, tests.count - max(Self.heldBack, run + 1))
        while index > 0, sorter.count < Self.referenceTests {
            index -= 1
            if tests[index].isUsual { sorter.append(tests[index].rate_mbps) }
        }
        guard sorter.count >= Self.leastTests else { return false }
        level_mbps = sorter.median()
        concentration = CeilingFingerprint(&sorter, natural: 0, grain: .tests).share
        noise = max(sorter.deviation(from: level_mbps) / level_mbps, 0.03)
        return true
    }

    private mutating func climb(_ latest: Double, target: Int, _ changes: inout [Change]) {
        if slowTargets.contains(target) {
            guard latest > LevelTrack.recovered else { return }
            slowTargets.removeAll { $0 == target }
            changes.append(.targetRecovered(target))
        }
        guard latest < settings.slowRatio else {
            endRun()
            learnHour(tests.count - 1)
            return
        }
        run = 1
        while run < Self.longestRun, run < tests.count, tests[tests.count - 1 - run].isUsual,
            share(tests.count - 1 - run) < settings.slowRatio
        { run += 1 }
        guard let since = slowAlone(target) else { return }
        slowTargets.append(target)
        run = 0
        changes.append(.targetSlow(target, since_seconds: since))
    }

    /// A run of slow tests ended by itself: the line does that, unless the run looked like a limit.
    private mutating func endRun() {
        guard run > 0 else { return }
        let last = tests.count - 1
        let first = max(last - run, 0)
        fill(first..<last)
        let depth = sorter.median()
        if run < 3 || CeilingFingerprint(&sorter, natural: concentration, grain: .tests).odds > 0.3 {
            memory.note(depth: depth, length: Double(run))
            for index in first..<last { learnHour(index) }
        }
        run = 0
    }

    private mutating func learnHour(_ index: Int) {
        hours.learn(tests[index].rate_mbps / level_mbps, at: tests[index].hour)
    }
}
