/// Finds what makes a sample or a test say nothing of the line.
///
/// A limit on this side counts if it held for more than a quarter of the settled time, and others' traffic if it was
/// more than a tenth of the test's own.
package struct TestValidity: Sendable {
    private static let limitedShare = 0.25
    private static let otherShare = 0.1
    /// A result nearer than that to what the interface can carry is the interface's.
    private static let linkShare = 0.9
    /// With less than that share of what the others give a target is slow by itself.
    private static let unfairShare = 0.4

    private var time_seconds = 0.0
    private var limited_seconds: [LineSample.LocalLimit: Double] = [:]
    private var other_bits = 0.0
    private var own_bits = 0.0
    private var link_mbps: Int64?
    private var hasHTTPError = false

    /// Begins a test.
    package init() {}

    /// Takes a sample in; those of the ramp tell nothing.
    package mutating func add(_ sample: FetchSample) {
        guard sample.ramping == 0, sample.total > .zero else { return }
        let seconds = sample.interval.seconds
        time_seconds += seconds
        if let limit = sample.localLimit { limited_seconds[limit, default: 0] += seconds }
        own_bits += Double(sample.total.bytes) * 8
        other_bits += sample.otherTraffic.bitsPerSecond * seconds
        link_mbps = sample.machine.linkSpeedMbps ?? link_mbps
    }

    /// Takes a failed transfer in.
    package mutating func add(_ reason: FailureReason) {
        if reason == .httpStatus { hasHTTPError = true }
    }

    /// What is wrong with the test.
    ///
    /// - Parameter targetRates: What each target gave, zero for those that weren't used.
    /// - Returns: Nothing for a test that speaks for the line.
    package func flaws(targetRates: [BitRate] = []) -> Flaws {
        var flaws: Flaws = hasHTTPError ? .httpError : []
        for (limit, seconds) in limited_seconds where seconds > Self.limitedShare * time_seconds {
            flaws.insert(Flaws(limit))
        }
        if other_bits > Self.otherShare * own_bits { flaws.insert(.otherTraffic) }
        if let link_mbps, time_seconds > 0, own_bits / time_seconds > Self.linkShare * Double(link_mbps) * 1e6 {
            flaws.insert(.interface)
        }
        if Self.isServerLimited(targetRates) { flaws.insert(.server) }
        return flaws
    }

    /// Whether one target of several stays far below all others, which together left it room.
    ///
    /// Targets that are used at once share the line, and each stream of an honest one gets about the same.
    static func isServerLimited(_ rates: [BitRate]) -> Bool {
        let used = rates.filter { $0 > .zero }.sorted()
        guard used.count > 1 else { return false }
        let others = used.dropFirst()
        return used[0] < others[others.startIndex + (others.count - 1) / 2] * Self.unfairShare
    }
}

extension FetchSample {
    /// What makes this one sample say nothing of the line.
    package var flaws: Flaws {
        var flaws: Flaws = localLimit.map { Flaws($0) } ?? []
        let own = BitRate(total, over: interval)
        if otherTraffic > .zero, otherTraffic > own * CrossTraffic.noticeable { flaws.insert(.otherTraffic) }
        return flaws
    }
}

extension Flaws {
    /// The flaw that a limit on this side is.
    init(_ limit: LineSample.LocalLimit) {
        switch limit {
        case .processor: self = .processor
        case .interface: self = .interface
        case .receiveWindow: self = .receiveWindow
        case .crossTraffic: self = .otherTraffic
        }
    }
}
