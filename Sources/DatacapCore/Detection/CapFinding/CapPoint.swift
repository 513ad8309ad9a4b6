/// One look at the line: how fast it was, and what the cycle had used by then.
package struct CapPoint: Hashable, Sendable {
    /// When it ended.
    package var time: Timestamp
    /// What the cycle had used by its end, as the plan counts: of the whole line, or of the tests where that is all
    /// that is known.
    package var usage: ByteCount
    /// What of that it used itself.
    package var amount: ByteCount
    /// What the line gave.
    package var rate: BitRate
    /// Whether it says nothing of the line; see ``Flaws``.
    package var isFlawed: Bool

    /// Makes a point.
    package init(
        time: Timestamp,
        usage: ByteCount,
        amount: ByteCount = .zero,
        rate: BitRate,
        isFlawed: Bool = false
    ) {
        self.time = time
        self.usage = usage
        self.amount = amount
        self.rate = rate
        self.isFlawed = isFlawed
    }
}

/// One or more points next to each other in a cycle, with about one speed.
struct CurvePiece: Hashable, Sendable {
    /// When the first point ended, and when the last did, in seconds since 1970.
    var began_seconds: Double
    var ended_seconds: Double
    /// What the cycle had used when the first point began, and when it ended.
    var firstStart_bytes: Double
    var firstEnd_bytes: Double
    /// What it had used when the last point began, and when it ended.
    var lastStart_bytes: Double
    var lastEnd_bytes: Double
    /// How many points it is.
    var count: Double
    /// The mean of the logarithms to base 2 of their speeds in bits a second.
    var level: Double

    /// What it counts as proof: points within ten minutes are one look, and many looks say little more than some.
    var weight: Double { min(count, 1 + (ended_seconds - began_seconds) / 600, 32) }

    /// Joins two neighbours.
    func joined(with next: CurvePiece) -> CurvePiece {
        var joined = self
        joined.ended_seconds = next.ended_seconds
        joined.lastStart_bytes = next.lastStart_bytes
        joined.lastEnd_bytes = next.lastEnd_bytes
        joined.count += next.count
        joined.level += (next.level - level) * next.count / joined.count
        return joined
    }

    /// What joining two neighbours loses: Ward's criterion, with no more than so many points each.
    func loss(with next: CurvePiece) -> Double {
        let difference = level - next.level
        return difference * difference * weight * next.weight / (weight + next.weight)
    }
}

extension CurvePiece {
    /// Makes a piece of one point.
    init(_ point: CapPoint) {
        let usage = Double(point.usage.bytes)
        let start = max(0, usage - Double(point.amount.bytes))
        self.init(
            began_seconds: point.time.seconds,
            ended_seconds: point.time.seconds,
            firstStart_bytes: start,
            firstEnd_bytes: usage,
            lastStart_bytes: start,
            lastEnd_bytes: usage,
            count: 1,
            level: point.rate.bitsPerSecond.binaryLogarithm
        )
    }
}
