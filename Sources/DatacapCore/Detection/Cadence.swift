/// How far apart samples come: the running median of the latest gaps.
struct Cadence: Sendable {
    /// Median gaps beyond this are scheduled tests, not a running measurement.
    static let scheduledGap_seconds = 120.0
    private static let window = 21

    private(set) var typical_seconds = 1.0
    private var gaps = RingBuffer<Double>(capacity: window)
    private var sorter = OrderStatistics(capacity: window)
    private var taken = 0

    var isScheduled: Bool { gaps.count > 0 && typical_seconds > Self.scheduledGap_seconds }

    /// Whether a gap is so long that a new transfer begins after it.
    func breaksFlow(_ gap_seconds: Double) -> Bool { gap_seconds > max(20, 8 * typical_seconds) }

    mutating func take(gap_seconds: Double) {
        gaps.append(gap_seconds)
        taken += 1
        guard gaps.count < Self.window || taken.isMultiple(of: Self.window) else { return }
        sorter.removeAll()
        for index in 0..<gaps.count { sorter.append(gaps[index]) }
        typical_seconds = max(sorter.median(), 0.05)
    }
}
