import DatacapCore
import Testing

/// What was used over a range, against the plan's own sums.
struct UsageSeriesTests {
    private static let start = Timestamp(milliseconds: 1_764_547_200_000)  // 2025-12-01T00:00:00Z

    /// One slot in four of 70 days, with random traffic.
    private static func slots(_ dice: inout SplitMix64) -> [UsageSlot] {
        (0..<(70 * 96)).compactMap { place in
            guard Int.random(in: 0..<4, using: &dice) == 0 else { return nil }
            let traffic = Traffic(
                down: ByteCount(Int64.random(in: 0..<2_000_000_000, using: &dice)),
                up: ByteCount(Int64.random(in: 0..<200_000_000, using: &dice))
            )
            return UsageSlot(start: start + .seconds(900 * place), traffic: traffic)
        }
    }

    private static func plan(_ counts: Plan.Counting = .both) -> Plan {
        var plan = Plan()
        plan.counts = counts
        plan.cycleRule = .dayOfMonth(12)
        return plan
    }

    @Test(arguments: 0..<30)
    func `what is used by a period's end is what the plan says of the slots until then`(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        var plan = Self.plan([.down, .up, .both][Int(seed % 3)])
        if seed % 2 == 0 { plan.carriedIn = Plan.CarriedIn(amount: .gigabytes(300), time: Self.start + .days(20.5)) }
        let line = Self.slots(&dice)
        let from = Self.start + .days(Double(Int.random(in: 12..<50, using: &dice)))
        let to = from + .days([1.0, 9, 20][Int.random(in: 0..<3, using: &dice)])
        let first = plan.cycle(at: from).start
        let read = line.filter { first <= $0.start && $0.start < to }
        let series = UsageSeries(plan: plan, line: read, tests: [], from: from, to: to)
        try #require(!series.periods.isEmpty)
        for period in series.periods {
            let cycle = plan.cycle(at: period.start)
            #expect(period.cycleStart == cycle.start)
            #expect(period.used == plan.used(slots: read.filter { $0.start < period.end }, in: cycle))
        }
        let inRange = read.filter { from <= $0.start }.reduce(Traffic.zero) { $0 + $1.traffic }
        #expect(series.periods.reduce(Traffic.zero) { $0 + ($1.line ?? .zero) } == inRange)
    }

    @Test(arguments: [(1.0, 900.0), (9, 3_600), (20, 86_400)])
    func `longer ranges have longer periods`(days: Double, seconds: Double) {
        var dice = SplitMix64(seed: 1)
        let end = Self.start + .days(days)
        let line = Self.slots(&dice).filter { $0.start < end }
        let series = UsageSeries(plan: Self.plan(), line: line, tests: [], from: Self.start, to: end)
        for period in series.periods { #expect(period.start.distance(to: period.end) == .seconds(seconds)) }
        #expect(zip(series.periods, series.periods.dropFirst()).allSatisfy { $0.end <= $1.start })
    }

    @Test func `without the line's ledger the tests count, and the line is unknown`() {
        let tests = [UsageSlot(start: Self.start, traffic: Traffic(down: ByteCount(5_000)))]
        let series = UsageSeries(
            plan: Self.plan(),
            line: nil,
            tests: tests,
            from: Self.start,
            to: Self.start + .days(1)
        )
        #expect(series.source == .tests)
        #expect(series.periods.map(\.line) == [nil])
        #expect(series.periods.map(\.tests) == [ByteCount(5_000)])
        #expect(series.periods.map(\.used) == [ByteCount(5_000)])
    }

    @Test func `tests are told apart within the line, and the last period ends with the range`() {
        let slot = UsageSlot(start: Self.start, traffic: Traffic(down: ByteCount(9_000)))
        let test = UsageSlot(start: Self.start, traffic: Traffic(down: ByteCount(4_000)))
        let end = Self.start + .days(20.25)
        let last = UsageSlot(start: Self.start + .days(20), traffic: Traffic(up: ByteCount(7)))
        let series = UsageSeries(plan: Self.plan(.down), line: [slot, last], tests: [test], from: Self.start, to: end)
        #expect(series.periods.map(\.tests) == [ByteCount(4_000), .zero])
        #expect(series.periods.map(\.used) == [ByteCount(9_000), .zero])
        #expect(series.periods.last?.end == end)
    }
}

extension Duration {
    fileprivate static func days(_ days: Double) -> Duration { .seconds(86_400 * days) }
}
