/// The mean of a rate over about the latest five seconds, which forgets exponentially.
struct SmoothRate: Hashable, Sendable {
    private static let time_seconds = 5.0

    private(set) var rate = BitRate.zero

    mutating func take(_ latest: BitRate, over interval: Duration) {
        let keep = max(0, 1 - interval.seconds / Self.time_seconds)
        rate = BitRate(bitsPerSecond: rate.bitsPerSecond * keep + latest.bitsPerSecond * (1 - keep))
    }
}
