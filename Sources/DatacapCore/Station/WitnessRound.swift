/// The probes that check one accusation, one after the other.
struct WitnessRound: Hashable, Sendable {
    /// Somebody who could say something of the line.
    struct Witness: Hashable, Sendable {
        /// The target, as an index into the order's URLs.
        var target: Int
        var ipVersion: FetchOrder.IPVersion
    }

    /// How long one probe runs, the connection's making included.
    static let probe_milliseconds: Int64 = 4_000
    /// What comes so soon after a probe's first byte is slow start.
    private static let ramp = Duration.seconds(1)
    /// Less than that of settled flow says nothing.
    private static let least = Duration.milliseconds(500)

    /// How many are asked in all.
    private(set) var size: Int
    /// How many times the test's connections the line has while it is probed.
    private let connectionsRatio: Double
    private var waiting: [Witness]
    private(set) var current: Witness?
    /// What the probe in progress brings now.
    private(set) var rate = BitRate.zero
    private(set) var probes: [LineProbe] = []
    private var firstByte: Duration?
    private var carried_bits = 0.0
    private var settled = Duration.zero

    /// Makes a round of at least one.
    init(_ witnesses: [Witness], connectionsRatio: Double) {
        waiting = witnesses
        size = witnesses.count
        self.connectionsRatio = connectionsRatio
    }

    /// Whether all have been asked and none could say anything.
    var isMute: Bool { waiting.isEmpty && !probes.contains { $0.rate != nil } }

    /// Adds one to be asked.
    mutating func add(_ witness: Witness) {
        waiting.append(witness)
        size += 1
    }

    /// Calls the next witness.
    mutating func next() -> Witness? {
        current = waiting.isEmpty ? nil : waiting.removeFirst()
        rate = .zero
        firstByte = nil
        carried_bits = 0
        settled = .zero
        return current
    }

    /// Takes in what the probe brought, beside what else the line carried at the time.
    mutating func take(_ sample: FetchSample, beside rest: BitRate) {
        rate = BitRate(sample.total, over: sample.interval)
        if firstByte == nil, sample.total > .zero { firstByte = sample.uptime }
        guard let firstByte, sample.uptime - firstByte > Self.ramp else { return }
        carried_bits += (rate.bitsPerSecond + rest.bitsPerSecond) * sample.interval.seconds
        settled = settled + sample.interval
    }

    /// Notes what the witness has said when its probe has ended.
    mutating func finish() {
        guard let current else { return }
        let line = settled >= Self.least ? BitRate(bitsPerSecond: carried_bits / settled.seconds) : nil
        probes.append(
            LineProbe(
                target: current.target,
                ipVersion: current.ipVersion,
                rate: line,
                connectionsRatio: connectionsRatio
            )
        )
        rate = .zero
    }
}
