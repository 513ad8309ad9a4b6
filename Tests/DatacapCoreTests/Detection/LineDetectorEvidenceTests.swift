import DatacapCore
import Testing

@Suite struct LineDetectorEvidenceTests {
    @Test func `one slow target in turn is not a slow line`() {
        var line = SyntheticLine(seed: 21)
        var bench = Bench()
        for step in 0..<1_200 {
            let target = step / 5 % 3
            bench.feed(line.next() * (target == 1 && step >= 600 ? 0.3 : 1), target: target)
        }
        #expect(bench.verdicts.map(\.kind) == [.targetSlow(1)])
    }

    @Test func `a slow target is found although some of its samples aren't low`() {
        var line = SyntheticLine(seed: 29)
        line.noise = 0.15
        var bench = Bench()
        for step in 0..<900 {
            let target = step / 5 % 3
            let share = target == 1 && step >= 600 ? (step % 10 == 6 ? 0.85 : 0.4) : 1
            bench.feed(line.next() * share, target: target)
        }
        #expect(bench.verdicts.map(\.kind) == [.targetSlow(1)])
    }

    @Test func `a target that is slow for an hour doesn't become usual, and is told to be well when it is`() {
        var line = SyntheticLine(seed: 30)
        var bench = Bench()
        for step in 0..<5_400 {
            let target = step / 5 % 3
            bench.feed(line.next() * (target == 1 && (600..<4_200).contains(step) ? 0.4 : 1), target: target)
        }
        #expect(bench.verdicts.map(\.kind) == [.targetSlow(1)])
        #expect(bench.clearings.count == 1)
        #expect(bench.clearings.allSatisfy { (4_200...4_300).contains($0.seconds) })
    }

    @Test func `all targets slow in turn are a throttled line`() {
        var line = SyntheticLine(seed: 22)
        var bench = Bench()
        for step in 0..<900 {
            bench.feed(step < 600 ? line.next() : line.shaped(to: 30), target: step / 5 % 3)
        }
        #expect(bench.raised.first?.kind == .throttled(nil))
    }

    @Test func `one slow target of several at once is not a slow line`() {
        var line = SyntheticLine(seed: 23)
        var bench = Bench()
        for step in 0..<900 {
            let rates = (0..<3).map { line.next() / 3 * ($0 == 2 && step >= 500 ? 0.1 : 1) }
            let sample = LineSample(
                rate: .megabits(rates.reduce(0, +)),
                source: .targets(rates.map { .megabits($0) })
            )
            bench.feed(sample)
        }
        #expect(bench.verdicts.map(\.kind) == [.targetSlow(2)])
    }

    @Test func `several targets at once, all slow, are a throttled line`() {
        var line = SyntheticLine(seed: 24)
        var bench = Bench()
        for step in 0..<700 {
            let total = step < 500 ? line.next() : line.shaped(to: 25)
            let sample = LineSample(
                rate: .megabits(total),
                source: .targets([0.5, 0.3, 0.2].map { .megabits(total * $0) })
            )
            bench.feed(sample)
        }
        #expect(bench.raised.map(\.kind) == [.throttled(nil)])
    }

    @Test func `an onset at the cap says so, and is found no later`() throws {
        func noticed(cap: ByteCount?) throws -> Detection {
            var line = SyntheticLine(seed: 25)
            line.noise = 0.16
            var bench = Bench(DetectorSettings(cap: cap))
            for _ in 0..<800 { bench.feed(line.next()) }
            for _ in 0..<400 { bench.feed(0.6 * line.next()) }
            return try #require(bench.raised.first)
        }
        // 800 s at 100 Mbit/s.
        let cap = ByteCount.gigabytes(10)
        let tied = try noticed(cap: cap)
        #expect(tied.kind == .throttled(VolumeMatch(volume: cap, source: .cap)))
        let untied = try noticed(cap: nil)
        #expect(untied.noticed.seconds > tied.noticed.seconds + 10)
    }

    @Test func `an onset where one was in an earlier cycle says so`() {
        var line = SyntheticLine(seed: 26)
        var bench = Bench()
        for _ in 0..<2 {
            var used = 0.0
            for step in 0..<1_000 {
                let rate = step < 700 ? line.next() : line.shaped(to: 20)
                used += rate * 125_000
                bench.feed(LineSample(rate: .megabits(rate), cycleUsage: ByteCount(Int64(used))))
            }
        }
        guard bench.raised.count == 2, case .throttled(let match?) = bench.raised[1].kind else {
            Issue.record("\(bench.raised)")
            return
        }
        #expect(match.source == .earlierOnset)
        #expect(abs(match.volume.gigabytes - 8.75) < 0.1)
    }

    @Test func `a limit on this side is not the provider's`() {
        var line = SyntheticLine(seed: 27)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<120 {
            bench.feed(LineSample(rate: .megabits(line.shaped(to: 40)), localLimit: .processor))
        }
        #expect(bench.verdicts.map(\.kind) == [.localLimit(.processor)])
    }

    @Test func `unsettled samples teach nothing`() {
        var bench = Bench()
        for _ in 0..<600 { bench.feed(LineSample(rate: .megabits(5), isSettled: false)) }
        #expect(bench.detector.isLearning)
    }

    @Test func `verdicts read as sentences`() throws {
        var line = SyntheticLine(seed: 28)
        var bench = Bench()
        for _ in 0..<400 { bench.feed(line.next()) }
        for _ in 0..<60 { bench.feed(line.shaped(to: 30)) }
        let sentence = try #require(bench.raised.first).sentence()
        #expect(sentence == "The provider holds the line down: 29.9 Mbit/s instead of 102 Mbit/s, 71 % less.")
    }
}
