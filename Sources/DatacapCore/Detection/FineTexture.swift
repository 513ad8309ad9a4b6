/// The speed from sample to sample, a quarter of a second apart, where a policer shows best.
///
/// Through a carrier's router (traces of Flach et al., SIGCOMM 2016) a threshold of 0.32 on the share of samples near
/// their median told 24 of 25 policed transfers and all of 12 shaped ones at 0.25 s. Random loss looks the same at
/// that grain; but a policer's token bucket holds the rate over seconds, and loss doesn't.
struct FineTexture: Sendable {
    /// A few seconds of samples, and the highest speed in them that lasted.
    private struct Block {
        /// How long a peak must last to be one.
        private static let least_seconds = 0.45

        private(set) var length_seconds = 0.0
        private(set) var peak_mbps = 0.0
        private var megabits = 0.0
        private var pooled_seconds = 0.0

        mutating func take(_ rate_mbps: Double, over gap_seconds: Double) {
            length_seconds += gap_seconds
            megabits += rate_mbps * gap_seconds
            pooled_seconds += gap_seconds
            guard pooled_seconds >= Self.least_seconds else { return }
            peak_mbps = max(peak_mbps, megabits / pooled_seconds)
            megabits = 0
            pooled_seconds = 0
        }
    }

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
    /// What an onset takes to come through, and the length of a block.
    private static let settling_seconds = 1.0
    private static let block_seconds = 6.0

    private var samples = RingBuffer<Sample>(capacity: capacity)
    private var sorter = OrderStatistics(capacity: capacity)

    mutating func take(rate_mbps: Double, at time_seconds: Double) {
        samples.append(Sample(time_seconds: time_seconds, rate_mbps: rate_mbps))
    }

    /// The highest speeds since then, one of each of a row of short blocks: the ceiling that the line comes back to.
    ///
    /// Others who share a limited line take what they take, and what is left for the test has no ceiling; but whenever
    /// they pause it is back at the limit, to the percent. A line that is slow for another reason has no such top.
    mutating func peaks(since time_seconds: Double) -> CeilingFingerprint {
        let first = firstIndex(after: time_seconds + Self.settling_seconds)
        sorter.removeAll()
        var block = Block()
        for index in first..<samples.count {
            let gap = index > 0 ? samples[index].time_seconds - samples[index - 1].time_seconds : .infinity
            // What comes after a pause begins a block of its own.
            guard gap < Self.longestGap_seconds else {
                block = Block()
                continue
            }
            block.take(samples[index].rate_mbps, over: gap)
            guard block.length_seconds >= Self.block_seconds else { continue }
            sorter.append(block.peak_mbps)
            block = Block()
        }
        return CeilingFingerprint(&sorter, natural: 0, grain: .peaks)
    }

    /// Whether the speed since then saw-tooths about a rate that holds over seconds; `nil` when there is too little.
    mutating func isPolicing(since time_seconds: Double) -> Bool? {
        let first = firstIndex(after: time_seconds)
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

    private func firstIndex(after time_seconds: Double) -> Int {
        var first = samples.count
        while first > 0, samples[first - 1].time_seconds > time_seconds { first -= 1 }
        return first
    }
}
