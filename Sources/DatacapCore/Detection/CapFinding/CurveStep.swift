/// A step down of the speed from which a cycle, or a part of it, does not recover.
struct CurveStep: Hashable, Sendable {
    /// A level with the range that eight of ten points lie in, as logarithms to base 2 of bits a second.
    struct Level: Hashable, Sendable {
        var centre: Double
        var low: Double
        var high: Double

        var interval: RateInterval {
            func rate(_ level: Double) -> BitRate { BitRate(bitsPerSecond: .twoToThe(level)) }
            return RateInterval(rate: rate(centre), low: rate(low), high: rate(high))
        }
    }

    /// Why a slowdown isn't one that a volume could explain.
    enum Doubt: Hashable, Sendable {
        /// The line has never been slower for long.
        case noSlowdown
        /// There are too few points after it.
        case tooFewAfter
        /// There are too few points before it.
        case tooFewBefore
        /// The line recovers by itself within the cycle.
        case recovers
        /// It comes little by little.
        case gradual
    }

    /// The first piece after the step.
    var index: Int
    /// What the cycle had used: the best estimate and the interval.
    var volume_bytes: Double
    var low_bytes: Double
    var high_bytes: Double
    var before: Level
    var after: Level
    /// When it was: the last fast point and the first slow one, in seconds since 1970.
    var lastFast_seconds: Double
    var firstSlow_seconds: Double
    /// How much more likely the step is than slow times as the cycle had before: a natural logarithm.
    var evidence: Double

    /// What parts fast from slow.
    var threshold: Double { (before.centre + after.centre) / 2 }
    var interval_bytes: ClosedRange<Double> { min(low_bytes, high_bytes)...max(low_bytes, high_bytes) }
}

extension [CurvePiece] {
    /// The points in all.
    var points: Double { reduce(0) { $0 + $1.count } }
}

extension Collection<CurvePiece> {
    /// The levels below which those shares of the points lie, in the order of the shares; empty without any point.
    func levels(at shares: [Double]) -> [Double] {
        let sorted = self.sorted { $0.level < $1.level }
        guard let last = sorted.last else { return [] }
        let total = sorted.points
        return shares.map { share in
            var sum = 0.0
            for piece in sorted {
                sum += piece.count
                if sum >= share * total { return piece.level }
            }
            return last.level
        }
    }

    /// The level in the middle with its range.
    var middle: CurveStep.Level? { RankedPieces(Array(self)).middle(0..<count) }
}

/// Pieces with their order by level, so that the levels of any part of them are told in linear time.
struct RankedPieces {
    let pieces: [CurvePiece]
    private let order: [Int]

    init(_ pieces: [CurvePiece]) {
        self.pieces = pieces
        order = pieces.indices.sorted { pieces[$0].level < pieces[$1].level }
    }

    /// The level in the middle of a part with its range; `nil` if the part is empty.
    func middle(_ part: Range<Int>) -> CurveStep.Level? {
        guard !part.isEmpty else { return nil }
        let total = part.reduce(0) { $0 + pieces[$1].count }
        var found: [Double] = []
        var sum = 0.0
        for index in order where part.contains(index) {
            sum += pieces[index].count
            while found.count < 3, sum >= [0.1, 0.5, 0.9][found.count] * total { found.append(pieces[index].level) }
        }
        return found.count == 3 ? CurveStep.Level(centre: found[1], low: found[0], high: found[2]) : nil
    }
}
