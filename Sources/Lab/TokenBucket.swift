internal import DatacapCore

/// A token bucket that all connections share: their sum is what the rate says, however many they are.
///
/// It's kept as the generic cell rate algorithm keeps it (ITU-T I.371): one time, until which everything that was
/// let go is paid for. A rest earns credit, up to the burst.
struct TokenBucket: Sendable {
    /// The rate; `nil` for no limit.
    private(set) var rate: BitRate?
    /// What may go at once after a rest.
    private(set) var burst: ByteCount
    private var paidUntil: Duration

    /// Makes a full bucket.
    init(rate: BitRate?, burst: ByteCount, at now: Duration) {
        self.rate = rate
        self.burst = burst
        paidUntil = now - TokenBucket.time(of: burst, at: rate)
    }

    /// Changes the rate; what was let go before stays paid for, and the bucket isn't filled anew.
    mutating func change(rate new: BitRate?, at now: Duration) {
        rate = new
        paidUntil = max(paidUntil, now)
    }

    /// The most that one connection should ask for at a time, so that 4 ms of the rate are shared out at once.
    var quantum: Int {
        guard let rate else { return 131_072 }
        return Int(min(max(rate.bytesPerSecond * 0.004, 1_448), 131_072))
    }

    /// Takes an amount out.
    ///
    /// - Returns: When it may go; in the past if it may go at once.
    mutating func take(_ amount: ByteCount, at now: Duration) -> Duration {
        guard rate != nil else { return now }
        paidUntil = max(paidUntil, now - Self.time(of: burst, at: rate)) + Self.time(of: amount, at: rate)
        return paidUntil
    }

    private static func time(of amount: ByteCount, at rate: BitRate?) -> Duration {
        guard let rate, rate > .zero else { return .zero }
        return .seconds(Double(amount.bytes) / rate.bytesPerSecond)
    }
}
