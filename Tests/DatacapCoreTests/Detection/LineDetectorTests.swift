import DatacapCore
import Testing

@Suite struct LineDetectorTests {
    @Test func `a steady line is never accused in a day`() {
        var line = SyntheticLine(seed: 1)
        var bench = Bench()
        for _ in 0..<86_400 { bench.feed(line.next()) }
        #expect(bench.verdicts.isEmpty)
        #expect(!bench.detector.isLearning)
    }

    @Test(arguments: [0.65, 0.5, 0.3, 0.1, 0.02])
    func `a step to a limit is throttling, found within 30 s and dated to the second`(share: Double) throws {
        var line = SyntheticLine(seed: 2)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<120 { bench.feed(line.shaped(to: 100 * share)) }
        let first = try #require(bench.raised.first)
        #expect(first.kind == .throttled(nil))
        #expect(first.noticed.seconds <= 430)
        #expect(abs(first.since.seconds - 401) <= 3)
        let before = try #require(first.before)
        let after = try #require(first.after)
        #expect(before.low...before.high ~= .megabits(100))
        #expect(abs(after.rate.megabitsPerSecond - 100 * share) < 5 * share)
        #expect(bench.accusations.allSatisfy { $0.kind == .throttled(nil) })
    }

    @Test(arguments: [44, 48, 52, 56, 60])
    func `a limit that sets in before the usual speed is known is dated to the second, too`(onset: Int) throws {
        var line = SyntheticLine(seed: 2)
        line.noise = 0.01
        var bench = Bench()
        for _ in 0..<onset { bench.feed(line.next()) }
        for _ in 0..<60 { bench.feed(line.shaped(to: 45)) }
        let first = try #require(bench.raised.first)
        #expect(abs(first.since.seconds - Double(onset + 1)) <= 3)
        #expect(first.noticed.seconds <= Double(onset + 30))
    }

    @Test func `a line that just gives half, with its own noise, is found as well`() throws {
        var line = SyntheticLine(seed: 3)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<300 { bench.feed(0.5 * line.next()) }
        let first = try #require(bench.raised.first)
        #expect(first.kind == .throttled(nil))
        #expect(first.noticed.seconds < 600)
    }

    @Test func `a slope of four minutes is congestion`() throws {
        var line = SyntheticLine(seed: 4)
        var bench = Bench()
        for _ in 0..<500 { bench.feed(line.next()) }
        for step in 0..<240 { bench.feed(line.next() * (1 - 0.6 * Double(step) / 240)) }
        for _ in 0..<600 { bench.feed(0.4 * line.next()) }
        #expect(bench.raised.first?.kind == .congestion)
        #expect(bench.accusations.isEmpty)
    }

    @Test func `a line that drifts is hardly ever accused while it slides, and a step on it is found`() {
        var accused = 0
        var found = 0
        for seed in 0..<30 as Range<UInt64> {
            for (length_seconds, floor) in [(200.0, 0.2), (200, 0.1), (300, 0.2), (300, 0.1)] {
                var line = SyntheticLine(seed: 100 + seed)
                line.noise = 0.2
                line.memory = 0.95
                var sliding = Bench()
                var stepping = Bench()
                for _ in 0..<500 {
                    let rate = line.next()
                    sliding.feed(rate)
                    stepping.feed(rate)
                }
                for second in 0..<350 {
                    let rate = line.next()
                    sliding.feed(rate * max(floor, 1 - (1 - floor) * Double(second) / length_seconds))
                    stepping.feed(rate * floor)
                }
                if !sliding.accusations.isEmpty { accused += 1 }
                if !stepping.accusations.isEmpty { found += 1 }
            }
        }
        // A line that isn't waited for until it has come to rest is accused in 15 of the 120.
        #expect(accused <= 6)
        #expect(found >= 114)
    }

    @Test func `dips of a household are not accused`() {
        var line = SyntheticLine(seed: 5)
        var bench = Bench()
        for _ in 0..<60 {
            for _ in 0..<150 { bench.feed(line.next()) }
            let share = 0.2 + 0.5 * line.chance()
            for _ in 0..<Int(5 + 20 * line.chance()) { bench.feed(share * line.next()) }
        }
        #expect(bench.accusations.isEmpty)
    }

    @Test func `a token bucket is burst shaping with its rate and size`() throws {
        var line = SyntheticLine(seed: 6)
        var bench = Bench()
        for _ in 0..<20 { bench.feed(line.next()) }
        for _ in 0..<100 { bench.feed(line.shaped(to: 40)) }
        guard case .burstShaping(let bucket) = try #require(bench.raised.first).kind else {
            Issue.record("\(bench.raised)")
            return
        }
        #expect(abs(bucket.sustained.megabitsPerSecond - 40) < 2)
        // 20 s at 60 Mbit/s above the sustained rate.
        #expect(abs(Double(bucket.burst.bytes) - 150e6) < 15e6)
    }

    @Test func `slow start to a steady speed is no burst`() {
        var line = SyntheticLine(seed: 7)
        var bench = Bench()
        for step in 0..<30 { bench.feed(line.shaped(to: 50) * min(1, Double(step + 1) / 15)) }
        for _ in 0..<150 { bench.feed(line.shaped(to: 50)) }
        #expect(bench.verdicts.isEmpty)
    }

    @Test func `a saw-tooth about a rate that holds is policing`() throws {
        var line = SyntheticLine(seed: 8)
        var bench = Bench()
        for _ in 0..<1_600 { bench.feed(line.next(), after: 0.25) }
        for step in 0..<1_200 {
            let tooth = 0.45 + 1.1 * Double(step % 6) / 5
            bench.feed(30 * tooth, after: 0.25)
        }
        #expect(bench.raised.first?.accuses == true)
        #expect(try #require(bench.raised.first).noticed.seconds <= 460)
        #expect(bench.verdicts.last?.kind == .policing)
    }

    @Test func `loss that comes with the drop makes it policing`() {
        var line = SyntheticLine(seed: 9)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(LineSample(rate: .megabits(line.next()), lossShare: 0.001)) }
        for _ in 0..<200 { bench.feed(LineSample(rate: .megabits(line.shaped(to: 30)), lossShare: 0.05)) }
        #expect(bench.verdicts.last?.kind == .policing)
    }

    @Test func `no data is an outage, never throttling, and clears`() throws {
        var line = SyntheticLine(seed: 10)
        var bench = Bench()
        for _ in 0..<300 { bench.feed(line.next()) }
        for _ in 0..<60 { bench.feed(0) }
        for _ in 0..<300 { bench.feed(line.next()) }
        #expect(bench.raised.map(\.kind) == [.outage])
        #expect(try #require(bench.raised.first).noticed.seconds <= 304)
        #expect(try #require(bench.clearings.first).seconds < 366)
    }

    @Test func `an end of throttling clears within 15 s, and not before`() throws {
        var line = SyntheticLine(seed: 11)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<300 { bench.feed(line.shaped(to: 30)) }
        #expect(bench.clearings.isEmpty)
        for _ in 0..<60 { bench.feed(line.next()) }
        #expect(try #require(bench.clearings.first).seconds < 715)
        #expect(bench.detector.current.isEmpty)
    }

    @Test func `a week of throttling does not become normal`() {
        var line = SyntheticLine(seed: 12)
        var bench = Bench()
        for _ in 0..<200 { bench.feed(line.next(), after: 5) }
        for _ in 0..<120_960 { bench.feed(line.shaped(to: 20), after: 5) }
        #expect(bench.detector.current.map(\.kind) == [.throttled(nil)])
        for _ in 0..<20 { bench.feed(line.next(), after: 5) }
        #expect(bench.detector.current.isEmpty)
    }

    @Test func `an upgrade becomes normal, and its loss a drop`() throws {
        var line = SyntheticLine(seed: 13)
        var bench = Bench()
        for _ in 0..<900 { bench.feed(line.next()) }
        line.level_mbps = 250
        for _ in 0..<1_200 { bench.feed(line.next()) }
        #expect(bench.verdicts.isEmpty)
        for _ in 0..<60 { bench.feed(line.shaped(to: 100)) }
        #expect(bench.raised.map(\.kind) == [.throttled(nil)])
    }

    @Test func `a drop within a drop is told`() {
        var line = SyntheticLine(seed: 14)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<200 { bench.feed(line.shaped(to: 50)) }
        for _ in 0..<100 { bench.feed(line.shaped(to: 2)) }
        #expect(bench.verdicts.count == 2)
        #expect((bench.verdicts.last?.after?.rate).map { abs($0.megabitsPerSecond - 2) < 0.2 } == true)
    }
}
