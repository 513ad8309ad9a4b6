import DatacapCore
import Testing

@Suite struct CrossTrafficTests {
    private var line = SyntheticLine(seed: 51)
    private var bench = Bench()

    /// Feeds seconds of a line of which others take a share, as the interface shows it.
    private mutating func feed(_ seconds: Int, others: (Int) -> Double, limit_mbps: Double? = nil) {
        for second in 0..<seconds {
            let all = limit_mbps.map { line.shaped(to: $0) } ?? line.next()
            let other = min(others(second), 0.95 * all)
            bench.feed(LineSample(rate: .megabits(all - other), otherTraffic: .megabits(other)))
        }
    }

    @Test mutating func `what others at home take is not taken by the provider`() {
        feed(300) { _ in 0 }
        feed(300) { $0 / 20 % 3 == 0 ? 40 : 75 }
        feed(60) { _ in 0 }
        #expect(bench.verdicts.map(\.kind) == [.localLimit(.crossTraffic)])
        #expect(bench.clearings.count == 1)
        #expect(bench.detector.current.isEmpty)
    }

    @Test mutating func `a limit is found in what the line carries, however others share it`() throws {
        feed(300) { $0 % 7 == 0 ? 2 : 0.5 }
        let onset = bench.now_seconds
        feed(120, others: { Double($0 % 5) * 3 }, limit_mbps: 30)
        let found = try #require(bench.accusations.first)
        #expect(found.kind == .throttled(nil))
        #expect(found.noticed.seconds - onset <= 60)
        let after = try #require(found.after)
        #expect(abs(after.rate.megabitsPerSecond - 30) < 1.5)
    }

    @Test mutating func `a copy between machines at home makes no level to fall from`() {
        feed(120) { _ in 0 }
        for _ in 0..<600 { bench.feed(LineSample(rate: .megabits(line.next()), otherTraffic: .megabits(900))) }
        feed(300) { _ in 0 }
        #expect(bench.events.isEmpty)
    }
}
