import DatacapCore
import Testing

struct PointSeriesTests {
    private func point(_ index: Int, _ megabits: Double) -> SpeedPoint {
        SpeedPoint(
            time: Timestamp(milliseconds: Int64(index) * 2_000),
            rate: .megabits(megabits),
            total: ByteCount(Int64(index))
        )
    }

    @Test(arguments: [1, 499, 500, 501, 1_000, 4_321, 9_000])
    func `spans the whole session in at most 1000 points`(count: Int) throws {
        var series = PointSeries()
        for index in 0..<count { series.append(point(index, Double(index % 7) + 50)) }
        let points = series.points
        #expect(points.count <= PointSeries.capacity)
        #expect(points.count == series.count)
        #expect(points.count >= min(count, 250))
        let first = try #require(points.first)
        let last = try #require(points.last)
        #expect(first.time.milliseconds < Int64(count) * 2_000 / 100 + 2_000)
        #expect(last.time.milliseconds >= Int64(count - 1) * 2_000 - Int64(count) * 2_000 / 100)
        #expect(points == points.sorted { $0.time < $1.time })
        #expect(series.latest == point(count - 1, Double((count - 1) % 7) + 50))
    }

    @Test(arguments: 0..<5)
    func `a dip of one figure stays visible`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let dip = Int(random.next() % 5_000)
        var series = PointSeries()
        for index in 0..<5_000 { series.append(point(index, index == dip ? 1 : 100 + random.nextUnit())) }
        #expect(series.points.contains { $0.rate == .megabits(1) })
    }
}
