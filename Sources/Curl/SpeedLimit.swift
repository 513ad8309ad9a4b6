/// A token bucket over all transfers of a pool.
///
/// `CURLOPT_MAX_RECV_SPEED_LARGE` would limit each transfer by itself, and libcurl 7.88 keeps to it by bursts of three
/// seconds, which leaves no speed to measure.
struct SpeedLimit {
    /// A transfer that has used its share up is looked at again after this time.
    static let refillInterval: Int64 = 5_000_000
    /// What the bucket holds, as a time at full speed: after a gap so much comes at once.
    private static let depth: Int64 = 50_000_000

    private let bytesPerSecond: Int64
    private var tokens: Int64 = 0
    private var last: (at: Int64, received: Int64)

    init(bytesPerSecond: Int64, at now: Int64) {
        self.bytesPerSecond = bytesPerSecond
        last = (now, 0)
    }

    /// Says how many bytes may come now; none or fewer while more came than should have.
    mutating func refill(received: Int64, at now: Int64) -> Int64 {
        // Beyond the bucket's depth time adds nothing, and the product stays small.
        let gained = Self.bytes(bytesPerSecond, in: min(now - last.at, 1_000_000_000))
        tokens = min(tokens + gained - (received - last.received), Self.bytes(bytesPerSecond, in: Self.depth))
        // What a short time earns may round to nothing, so that time isn't taken off.
        last = (gained > 0 ? now : last.at, received)
        return tokens
    }

    private static func bytes(_ bytesPerSecond: Int64, in nanoseconds: Int64) -> Int64 {
        Int64(Double(bytesPerSecond) * Double(nanoseconds) / 1e9)
    }
}
