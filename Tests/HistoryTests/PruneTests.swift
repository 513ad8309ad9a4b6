import DatacapCore
import Testing

@testable import History

@Suite struct PruneTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    private func keep(_ samples: [SampleRecord]) throws { try store.keep(samples.map(HistoryRecord.sample)) }

    private func rawSeconds() throws -> [Int] {
        try store.samples(from: Made.start, to: Made.start + .seconds(1_000_000)).flatMap(\.rows).map {
            Int($0.sample.time.milliseconds - Made.start.milliseconds) / 1_000
        }
    }

    @Test func `old samples go, their rollups stay, and the chain holds`() throws {
        let samples = Made.samples(20_000, seed: 5)
        try keep(samples)
        let before = try store.series(from: Made.start, to: Made.start + .seconds(20_000), points: 300)
        let count = try store.prune(Retention(), at: Made.start + .seconds(14 * 86_400 + 12_000))
        #expect(count == 12_000)
        #expect(try rawSeconds() == Array(12_000..<20_000))
        #expect(try store.firstFaultInChain() == nil)
        #expect(try store.series(from: Made.start, to: Made.start + .seconds(20_000), points: 300) == before)
        // A range that raw samples were dropped from is shown by minutes, one that has them all by these.
        let old = try store.series(from: Made.start + .seconds(600), to: Made.start + .seconds(900), points: 300)
        #expect(old.width == .seconds(60) && old.points.count == 5)
        let new = try store.series(from: Made.start + .seconds(15_000), to: Made.start + .seconds(15_300), points: 300)
        #expect(new.width == .seconds(1) && new.points.count == 300)
        try keep([Made.sample(20_001)])
        #expect(try store.firstFaultInChain() == nil)
    }

    @Test func `the last row stays, so that the chain goes on`() throws {
        try keep(Made.samples(100, seed: 5))
        let head = try store.chainHead()
        #expect(try store.prune(Retention(), at: Made.start + .seconds(1e9)) > 99)
        #expect(try store.chainHead() == head)
        try keep([Made.sample(200)])
        #expect(try store.chainHead()?.number == 101)
        #expect(try store.firstFaultInChain() == nil)
    }

    @Test func `the samples around an incident stay with it`() throws {
        try store.keep([.incident(Made.incident(10_000, lasting: .seconds(20_000)))])
        try keep(Made.samples(40_000, seed: 6))
        try store.prune(Retention(), at: Made.start + .seconds(1e8))
        let kept = Array(9_400..<14_200) + Array(29_400..<30_600) + [39_999]
        #expect(try rawSeconds() == kept)
        #expect(try store.firstFaultInChain() == nil)
        let runs = try store.samples(from: Made.start, to: Made.start + .seconds(40_000))
        #expect(runs.map(\.rows.count) == [4_800, 1_200, 1])
        #expect(runs.allSatisfy { RowChain.firstFault(in: $0) == nil })
        let shown = try store.series(from: Made.start + .seconds(9_500), to: Made.start + .seconds(9_800), points: 300)
        #expect(shown.width == .seconds(1) && shown.points.count == 300)
    }

    @Test func `whatever is dropped in whatever order, the chain of the rest holds`() throws {
        var dice = Dice(seed: 7)
        var second = 0.0
        for round in 0..<12 {
            var samples: [SampleRecord] = []
            for _ in 0..<Int.random(in: 1...3_000, using: &dice) {
                // The clock is set back now and then.
                second +=
                    Int.random(in: 0..<400, using: &dice) == 0 ? -Double(Int.random(in: 0...900, using: &dice)) : 1
                samples.append(Made.sample(second))
            }
            try keep(samples)
            let begun = Double.random(in: 0...max(1, second), using: &dice)
            let lasting = Duration.seconds(Int.random(in: 1...500, using: &dice))
            if round.isMultiple(of: 3) { try store.keep([.incident(Made.incident(begun, lasting: lasting))]) }
            var retention = Retention()
            retention.raw = .seconds(Int.random(in: 100...4_000, using: &dice))
            try store.prune(retention, at: Made.start + .seconds(Int(second)))
            #expect(try store.firstFaultInChain() == nil)
            let runs = try store.samples(from: Made.start, to: Made.start + .seconds(1_000_000))
            #expect(runs.allSatisfy { RowChain.firstFault(in: $0) == nil })
        }
    }

    @Test func `a file that is too large loses its oldest samples, those of incidents last`() throws {
        try store.keep([.incident(Made.incident(1_000))])
        try keep(Made.samples(60_000, seed: 8))
        var retention = Retention()
        retention.size = ByteCount(2_500_000)
        try store.prune(retention, at: Made.start + .seconds(60_000))
        #expect(try store.size() <= retention.size)
        let left = try rawSeconds()
        #expect(left.count > 15_000)
        let newest = 64_800 - left.count
        let wanted = Array(400..<5_200) + Array(newest..<60_000)
        #expect(left == wanted)
        #expect(try store.firstFaultInChain() == nil)
        // The space is given back to the disk.
        try store.close()
        #expect(try folder.size() <= 2_700_000)
    }

    @Test func `the smallest limit leaves what is kept for ever`() throws {
        try store.keep([.incident(Made.incident(1_000)), .session(Made.session), .test(Made.test)])
        try keep(Made.samples(90_000, seed: 8))
        var retention = Retention()
        retention.size = ByteCount(1)
        try store.prune(retention, at: Made.start + .seconds(60_000))
        #expect(try rawSeconds() == [89_999])
        #expect(try store.incident(1) != nil)
        let days = try store.series(from: Made.start, to: Made.start + .seconds(86_400 * 9), points: 9).points
        let count = days.map { $0.count + $0.flawed }.reduce(0, +)
        #expect(count == 90_000)
    }

    @Test func `minutes and hours have their own time`() throws {
        for day in 0..<5 { try keep((0..<100).map { Made.sample(Double(day * 86_400 + $0 * 60)) }) }
        var retention = Retention()
        (retention.minutes, retention.hours) = (.seconds(86_400), .seconds(3 * 86_400))
        try store.keep([.test(Made.test), .event(Made.event)])
        try store.prune(retention, at: Made.start + .seconds(5 * 86_400))
        func widths(_ day: Int) throws -> Duration {
            try store.series(
                from: Made.start + .seconds(day * 86_400),
                to: Made.start + .seconds(day * 86_400 + 7_200),
                points: 120
            ).width
        }
        #expect(try widths(4) == .seconds(60) && widths(3) == .seconds(3_600) && widths(1) == .seconds(86_400))
        #expect(try store.tests(from: Made.start, to: Made.start + .seconds(86_400), limit: 9).isEmpty)
        #expect(try store.events(from: Made.start, to: Made.start + .seconds(86_400), limit: 9).isEmpty)
    }
}
