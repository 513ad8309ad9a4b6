/// Sees that no data comes at all, which is never throttling, and keeps those samples from everything else.
struct OutageTrack: Sendable {
    /// What a sample means to the rest of the detector.
    enum Reading: Sendable {
        /// Data flows.
        case flowing
        /// No data, or the first moments after: nothing to be learnt about the level.
        case silent
        /// No data for long enough: an outage since then.
        case began(since_seconds: Double)
        /// Data flows again for long enough.
        case ended
    }

    private enum State: Sendable {
        case flowing
        case silent(since_seconds: Double, samples: Int)
        case out
        case returning(since_seconds: Double)
    }

    /// A line that gives less than 5 kbit/s gives nothing.
    static let nothing_mbps = 0.005
    /// How long TCP may take to find its speed again (retransmission timers have backed off to seconds; RFC 6298).
    static let settling_seconds = 10.0
    private static let least_seconds = 3.0

    private var state = State.flowing

    var isOut: Bool {
        switch state {
        case .flowing, .silent: false
        case .out, .returning: true
        }
    }

    mutating func take(rate_mbps: Double, at time_seconds: Double, typical_seconds: Double) -> Reading {
        let isNothing = rate_mbps <= Self.nothing_mbps
        switch state {
        case .flowing:
            guard isNothing else { return .flowing }
            state = .silent(since_seconds: time_seconds, samples: 1)
            return .silent
        case .silent(let since, let samples):
            guard isNothing else {
                state = .flowing
                return .flowing
            }
            state = .silent(since_seconds: since, samples: samples + 1)
            // The first empty sample covers the interval before it: half of one counts on average.
            let needed = typical_seconds < 1.5 ? 3 : 2
            guard samples + 1 >= needed, time_seconds - since >= Self.least_seconds - 0.5 * typical_seconds else {
                return .silent
            }
            state = .out
            return .began(since_seconds: since)
        case .out:
            if !isNothing { state = .returning(since_seconds: time_seconds) }
            return .silent
        case .returning(let since):
            if isNothing {
                state = .out
            } else if time_seconds - since >= Self.least_seconds {
                state = .flowing
                return .ended
            }
            return .silent
        }
    }
}
