/// What each target usually gives when several are in use at once.
struct TargetBaselines: Sendable {
    private static let kept = 96
    private static let least = 16
    private static let renewEvery = 8

    private var rates = [RingBuffer<Double>](repeating: RingBuffer(capacity: kept), count: LineHistory.slots)
    private var levels_mbps = [Double](repeating: 0, count: LineHistory.slots)
    private var taken = [Int](repeating: 0, count: LineHistory.slots)
    private var sorter = OrderStatistics(capacity: kept)

    /// The speed of a target as a share of its usual one; `nil` while that isn't known.
    func ratio(_ slot: Int, rate_mbps: Double) -> Double? {
        levels_mbps[slot] > 0 ? rate_mbps / levels_mbps[slot] : nil
    }

    mutating func learn(_ slot: Int, rate_mbps: Double) {
        rates[slot].append(rate_mbps)
        taken[slot] += 1
        guard rates[slot].count >= Self.least, taken[slot].isMultiple(of: Self.renewEvery) else { return }
        sorter.removeAll()
        for index in 0..<rates[slot].count { sorter.append(rates[slot][index]) }
        levels_mbps[slot] = sorter.median()
    }
}
