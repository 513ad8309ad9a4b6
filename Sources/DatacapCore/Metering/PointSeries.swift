/// One point of the chart.
package struct SpeedPoint: Hashable, Sendable {
    /// When its interval ended.
    package var time: Timestamp
    /// The speed over the interval.
    package var rate: BitRate
    /// All payload counted by then, since the last reset.
    package var total: ByteCount

    /// Makes a point.
    package init(time: Timestamp, rate: BitRate, total: ByteCount) {
        self.time = time
        self.rate = rate
        self.total = total
    }
}

/// The chart of a whole session in at most 1000 points, however long the session.
///
/// Figures go into buckets that keep their slowest and their fastest figure, so that a dip of one figure stays
/// visible. When all 500 buckets are full, neighbours are merged and each spans twice as many figures.
package struct PointSeries: Hashable, Sendable {
    private struct Bucket: Hashable {
        var slowest: SpeedPoint
        var fastest: SpeedPoint
        var count: Int

        mutating func add(_ other: Bucket) {
            if other.slowest.rate < slowest.rate { slowest = other.slowest }
            if other.fastest.rate > fastest.rate { fastest = other.fastest }
            count += other.count
        }
    }

    /// The most points there ever are.
    package static let capacity = 1_000

    /// The point that was added last, even if no bucket keeps it.
    package private(set) var latest: SpeedPoint?
    private var buckets: [Bucket] = []
    private var span = 1

    /// Makes an empty chart.
    package init() {}

    /// Adds the latest point.
    package mutating func append(_ point: SpeedPoint) {
        latest = point
        let bucket = Bucket(slowest: point, fastest: point, count: 1)
        if let last = buckets.indices.last, buckets[last].count < span {
            buckets[last].add(bucket)
            return
        }
        if buckets.count == Self.capacity / 2 { merge() }
        buckets.append(bucket)
    }

    private mutating func merge() {
        span *= 2
        var merged: [Bucket] = []
        merged.reserveCapacity(Self.capacity / 2)
        for (index, bucket) in buckets.enumerated() {
            if index.isMultiple(of: 2) { merged.append(bucket) } else { merged[index / 2].add(bucket) }
        }
        buckets = merged
    }

    /// The points in the order of time.
    package var points: [SpeedPoint] {
        var points: [SpeedPoint] = []
        points.reserveCapacity(buckets.count * 2)
        for bucket in buckets {
            let (slow, fast) = (bucket.slowest, bucket.fastest)
            if slow == fast {
                points.append(slow)
            } else {
                points.append(slow.time < fast.time ? slow : fast)
                points.append(slow.time < fast.time ? fast : slow)
            }
        }
        return points
    }

    /// How many points there are.
    package var count: Int { buckets.reduce(0) { $0 + ($1.slowest == $1.fastest ? 1 : 2) } }
}
