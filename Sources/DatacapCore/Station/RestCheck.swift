/// A rest of the test that tells a token bucket from a limit: a bucket fills again while nobody draws from it.
struct RestCheck: Hashable, Sendable {
    private struct Sum: Hashable, Sendable {
        var bits = 0.0
        var time = Duration.zero

        var rate: BitRate { BitRate(bitsPerSecond: bits / max(time.seconds, 1e-9)) }

        mutating func add(_ rate: BitRate, over interval: Duration) {
            bits += rate.bitsPerSecond * interval.seconds
            time = time + interval
        }
    }

    private enum Phase: Hashable, Sendable {
        /// Nothing is downloaded until then.
        case resting(until: Duration)
        /// Data should flow again.
        case waiting
        /// Data has been flowing since then.
        case looking(since: Duration)
    }

    private var phase: Phase
    private var all = Sum()
    private var settled = Sum()

    /// Begins a rest.
    init(at now: Duration) { phase = .resting(until: now + LineRest.length) }

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
    /// - Returns: The speed of the whole line at first after the rest, when it has been seen for long enough. A small
    ///   bucket is empty before slow start is over, a shallow one shows only after it: the faster of both counts.
    mutating func take(_ sample: FetchSample) -> BitRate? {
        switch phase {
        case .resting: return nil
        case .waiting where sample.total == .zero: return nil
        case .waiting: phase = .looking(since: sample.uptime)
        case .looking(let since) where sample.uptime - since > LineRest.ramp:
            settled.add(sample.rateOfAll, over: sample.interval)
        case .looking: break
        }
        all.add(sample.rateOfAll, over: sample.interval)
        return all.time < LineRest.look ? nil : max(all.rate, settled.rate)
    }
}

extension FetchSample {
    /// What the line carried in all.
    fileprivate var rateOfAll: BitRate { BitRate(total, over: interval) + otherTraffic }
}
