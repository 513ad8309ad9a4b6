import DatacapCore
import GRDB
import Testing

@testable import History

@Suite struct SeriesTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    /// What a series should say of some samples, computed straight.
    private func expected(_ samples: [SampleRecord], width: Duration) -> [SeriesPoint] {
        let width_ms = width.milliseconds
        return Dictionary(grouping: samples) { $0.time.milliseconds / width_ms }
            .sorted { $0.key < $1.key }
            .map { point, samples in
                let good = samples.filter(\.flaws.isEmpty)
                let amount = good.map(\.amount).reduce(.zero, +)
                return SeriesPoint(
                    start: Timestamp(milliseconds: point * width_ms),
                    minimum: good.map(\.rate).min(),
                    mean: good.isEmpty ? nil : BitRate(amount, over: good.map(\.duration).reduce(.zero, +)),
                    maximum: good.map(\.rate).max(),
                    amount: samples.map(\.amount).reduce(.zero, +),
                    count: good.count,
                    flawed: samples.count - good.count
                )
            }
    }

    @Test(arguments: [
        (600.0, 100, 6.0), (600, 600, 1), (7_200, 200, 36), (7_200, 60, 120), (86_400, 500, 180), (86_400, 24, 3_600),
        (172_800, 2, 86_400), (172_800, 1, 172_800),
    ])
    func `each tier says the same as the samples`(seconds: Double, points: Int, width: Double) throws {
        let samples = Made.samples(20_000, seed: 3)
        for batch in stride(from: 0, to: samples.count, by: 3_333) {
            try store.keep(samples[batch..<min(samples.count, batch + 3_333)].map(HistoryRecord.sample))
        }
        let end = Made.start + .milliseconds(seconds * 1_000)
        let series = try store.series(from: Made.start, to: end, points: points)
        #expect(series.width == .seconds(width))
        let wanted = expected(samples.filter { $0.time < end }, width: series.width)
        #expect(series.points.count == wanted.count)
        for (point, wanted) in zip(series.points, wanted) {
            #expect(point.start == wanted.start && point.amount == wanted.amount)
            #expect(point.count == wanted.count && point.flawed == wanted.flawed)
            for (found, right) in [
                (point.minimum, wanted.minimum), (point.mean, wanted.mean), (point.maximum, wanted.maximum),
            ] {
                #expect((found == nil) == (right == nil))
                guard let found, let right else { continue }
                #expect(abs(found.bitsPerSecond - right.bitsPerSecond) < 1e-6 * right.bitsPerSecond)
            }
        }
    }

    @Test func `flawed samples count bytes and nothing else`() throws {
        try store.keep([
            .sample(Made.sample(0, .megabits(80))), .sample(Made.sample(1, .megabits(1), flaws: [.processor])),
            .sample(SampleRecord(time: Made.start, duration: .zero, amount: ByteCount(5))),
            .sample(Made.sample(3_600, .megabits(9), flaws: [.server])),
        ])
        for points in [2, 7_200] {
            let series = try store.series(from: Made.start, to: Made.start + .seconds(7_200), points: points)
            let first = series.points.filter { $0.start < Made.start + .seconds(3_600) }
            #expect(first.compactMap(\.minimum) == [.megabits(80)])
            #expect(first.compactMap(\.mean) == [.megabits(80)])
            #expect(first.map(\.flawed).reduce(0, +) == 2)
            #expect(first.map(\.amount.bytes).reduce(0, +) == 10_125_005)
            let last = try #require(series.points.last)
            #expect(last.minimum == nil && last.mean == nil && last.maximum == nil && last.flawed == 1)
        }
    }

    @Test(arguments: [
        (60_000, 100, Tier.raw, 1_000), (3_600_000, 100, .raw, 36_000), (43_200_000, 1_000, .minute, 60_000),
        (86_400_000, 500, .minute, 180_000), (31_536_000_000, 500, .hour, 64_800_000),
        (31_536_000_000, 100_000, .hour, 3_600_000), (315_360_000_000, 500, .day, 691_200_000),
        (3_153_600_000_000_000, 10, .day, 315_360_000_000_000),
    ])
    func `no range reads many rows`(range: Int64, points: Int, tier: Tier, width: Int64) {
        let grain = SeriesGrain(range_ms: range, points: points) { _ in true }
        #expect(grain.tier == tier && grain.width_ms == width)
    }

    @Test func `a tier that has dropped some of the range is left out`() {
        let grain = SeriesGrain(range_ms: 60_000, points: 60) { $0 != .raw && $0 != .minute }
        #expect(grain == SeriesGrain(range_ms: 3_600_000, points: 1) { _ in true })
    }

    @Test func `an empty range and no points are an empty series`() throws {
        #expect(try store.series(from: Made.start, to: Made.start, points: 9).points.isEmpty)
        #expect(try store.series(from: Made.start, to: Made.start + .seconds(1), points: 0).points.isEmpty)
    }
}
