import DatacapCore
import Testing

@Suite struct ScheduledDetectorTests {
    private static let hour_seconds = 3_600.0

    @Test func `a month of hourly tests on a steady line accuses nobody`() {
        var line = SyntheticLine(seed: 41)
        line.memory = 0
        var bench = Bench()
        for _ in 0..<720 { bench.feed(line.next(), after: Self.hour_seconds) }
        #expect(bench.verdicts.isEmpty)
    }

    @Test func `a lasting limit is found within four tests`() throws {
        var line = SyntheticLine(seed: 42)
        line.memory = 0
        var bench = Bench()
        for _ in 0..<200 { bench.feed(line.next(), after: Self.hour_seconds) }
        for _ in 0..<24 { bench.feed(line.shaped(to: 50), after: Self.hour_seconds) }
        let first = try #require(bench.raised.first)
        #expect(first.kind == .throttled(nil))
        #expect(first.noticed.seconds <= 204 * Self.hour_seconds)
        #expect(abs(first.since.seconds - 201 * Self.hour_seconds) < 1)
        for _ in 0..<2 { bench.feed(line.next(), after: Self.hour_seconds) }
        #expect(bench.detector.current.isEmpty)
    }

    @Test func `a daily cap is found every day`() {
        var line = SyntheticLine(seed: 43)
        line.memory = 0
        var bench = Bench()
        var found = 0
        for day in 0..<14 {
            let before = bench.raised.count
            for hour in 0..<24 {
                bench.feed(hour < 14 ? line.next() : line.shaped(to: 30), after: Self.hour_seconds)
            }
            let today = bench.raised.dropFirst(before).filter(\.accuses)
            if !today.isEmpty { found += 1 }
            #expect(today.count <= 1, "day \(day)")
        }
        #expect(found == 14)
    }

    @Test func `slow evenings are never accused, and expected after some weeks`() {
        var line = SyntheticLine(seed: 44)
        line.memory = 0
        var bench = Bench()
        var late = 0
        for day in 0..<28 {
            let before = bench.raised.count
            for hour in 0..<24 {
                let busy = (19..<23).contains(hour) ? 0.4 + 0.25 * line.chance() : 1
                bench.feed(line.next() * busy, after: Self.hour_seconds)
            }
            if day >= 14 { late += bench.raised.count - before }
        }
        #expect(bench.accusations.isEmpty)
        #expect(late == 0)
    }

    @Test func `one slow target is told from a slow line`() {
        var line = SyntheticLine(seed: 45)
        line.memory = 0
        var bench = Bench()
        for test in 0..<300 {
            let target = test % 3
            bench.feed(line.next() * (target == 2 && test > 150 ? 0.3 : 1), target: target, after: 1_800)
        }
        #expect(bench.verdicts.map(\.kind) == [.targetSlow(2)])
    }

    @Test func `tests without data are an outage`() {
        var line = SyntheticLine(seed: 46)
        line.memory = 0
        var bench = Bench()
        for test in 0..<60 { bench.feed((40..<44).contains(test) ? 0 : line.next(), after: 1_800) }
        #expect(bench.raised.map(\.kind) == [.outage])
        #expect(bench.detector.current.isEmpty)
    }

    @Test func `what was learnt survives a restart`() throws {
        var line = SyntheticLine(seed: 47)
        line.memory = 0
        var bench = Bench()
        for _ in 0..<100 { bench.feed(line.next(), after: Self.hour_seconds) }
        let memory = bench.detector.memory
        #expect(memory.tests.tests.count > 90)
        bench.detector = LineDetector(restoring: memory)
        #expect(bench.detector.memory == memory)
        for _ in 0..<6 { bench.feed(line.shaped(to: 30), after: Self.hour_seconds) }
        #expect(bench.raised.map(\.kind) == [.throttled(nil)])
    }

    @Test func `a state that makes no sense is left out`() {
        let state = ScheduledDetector.State(
            tests: [.init(time_seconds: 0, rate_mbps: .nan, target: 0, hour: 3)],
            hours: [[.infinity, -1, 1]],
            runs: [1],
            testsObserved: -1,
            ceilings_mbps: [-3]
        )
        let memory = LineMemory(dips: [1], dipsObserved_seconds: 1, onsets: [], usage_bytes: 0, tests: state)
        let kept = LineDetector(restoring: memory).memory.tests
        #expect(kept.tests.isEmpty)
        #expect(kept.hours.first == [1])
        #expect(kept.ceilings_mbps.isEmpty)
    }
}
