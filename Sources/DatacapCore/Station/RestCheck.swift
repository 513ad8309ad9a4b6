/// A rest of the test that tells a token bucket from a limit: a bucket fills again while nobody draws from it.
struct RestCheck: Hashable, Sendable {
    private enum Phase: Hashable, Sendable {
        /// Nothing is downloaded until then.
        case resting(until: Duration)
        /// Data should flow again.
        case waiting
        /// Data has been flowing since then.
        case looking(since: Duration)
    }

    /// How long the test rests.
    static let length = Duration.seconds(4)
    /// What comes so soon after the first byte is slow start.
    private static let ramp = Duration.seconds(1)
    /// How long the speed is looked at after that.
    static let look = Duration.seconds(3)

    private var phase: Phase
    private var carried_bits = 0.0
    private var looked = Duration.zero

    /// Begins a rest.
    init(at now: Duration) { phase = .resting(until: now + Self.length) }

    /// Whether nothing is downloaded now.
    var isResting: Bool {
        switch phase {
        case .resting: true
        case .waiting, .looking: false
        }
    }

    /// Ends the rest when it has been long enough.
    ///
    /// - Returns: Whether data should flow again from now on.
    mutating func wake(at now: Duration) -> Bool {
        guard case .resting(let end) = phase, now >= end else { return false }
        phase = .waiting
        return true
    }

    /// Takes a sample in.
    ///
    /// - Returns: The speed of the whole line at first after the rest, when it has been seen for long enough.
    mutating func take(_ sample: FetchSample) -> BitRate? {
        switch phase {
        case .resting: return nil
        case .waiting:
            if sample.total > .zero { phase = .looking(since: sample.uptime) }
            return nil
        case .looking(let since):
            guard sample.uptime - since > Self.ramp else { return nil }
            let rate = BitRate(sample.total, over: sample.interval) + sample.otherTraffic
            carried_bits += rate.bitsPerSecond * sample.interval.seconds
            looked = looked + sample.interval
            return looked < Self.look ? nil : BitRate(bitsPerSecond: carried_bits / looked.seconds)
        }
    }
}
