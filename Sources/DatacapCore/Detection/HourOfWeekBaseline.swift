/// What share of its usual speed a line gives at each hour of the week, learnt from scheduled tests.
///
/// Robust (medians of the latest weeks), from nothing (1 until enough days have been seen), and slow to forget: each
/// hour keeps its latest six tests. Neighbouring hours and the same hour of other days lend theirs, as a test an hour
/// gives each hour of the week one figure in seven days. Hours are UTC; a change of daylight saving moves the pattern
/// by one hour, which the neighbours bridge.
package struct HourOfWeekBaseline: Hashable, Sendable {
    static let hours = 168
    private static let kept = 6
    private static let leastTests = 6
    private static let leastDays = 3

    /// The latest ratios of each hour of the week, the newest last: the whole state, to be written and read back.
    package private(set) var ratios: [[Float]]

    /// Makes a baseline that knows nothing.
    package init() { ratios = Array(repeating: [], count: Self.hours) }

    /// Makes a baseline from what another one had learnt; ill-shaped ratios are dropped.
    package init(restoring ratios: [[Float]]) {
        self.init()
        for (hour, values) in ratios.prefix(Self.hours).enumerated() {
            self.ratios[hour] = values.suffix(Self.kept).filter { $0.isFinite && $0 >= 0 }
        }
    }

    mutating func learn(_ ratio: Double, at hour: Int) {
        if ratios[hour].count == Self.kept { ratios[hour].removeFirst() }
        ratios[hour].append(Float(min(ratio, 4)))
    }

    /// The share of the usual speed to expect at that hour, at most 1.
    func expected(at hour: Int, _ sorter: inout OrderStatistics) -> Double {
        sorter.removeAll()
        var days = 0
        for day in 0..<7 {
            let before = sorter.count
            for offset in -1...1 {
                for ratio in ratios[(hour + day * 24 + offset + Self.hours) % Self.hours] {
                    sorter.append(Double(ratio))
                }
            }
            if sorter.count > before { days += 1 }
        }
        guard sorter.count >= Self.leastTests, days >= Self.leastDays else { return 1 }
        return min(max(sorter.median(), 0.1), 1)
    }

    static func hour(of time: Timestamp) -> Int {
        Int(time.milliseconds.flooredDivision(by: 3_600_000) % Int64(hours) + Int64(hours)) % hours
    }
}
