/// How a line changes between fast and slow before and after a step: a chain of two states (Markov).
///
/// Before the step the line may be slow at times, as in the evening, and how often that begins and how long it lasts
/// is counted. After the step it is slow and hardly ever fast. So a slow evening before the step leaves it open where
/// in that evening the step is, and on a line that never had one the first slow point is the step.
struct SlowTimes {
    private let pieces: [CurvePiece]
    private let isSlow: [Bool]
    /// The logarithm of the likelihood that the step is before that piece, for each and the end.
    private(set) var likelihood: [Double] = []

    /// Counts the slow times.
    ///
    /// - Parameters:
    ///   - pieces: All pieces.
    ///   - threshold: The level that parts fast from slow.
    ///   - split: Where the step is taken to be.
    init(_ pieces: [CurvePiece], threshold: Double, split: Int) {
        self.pieces = pieces
        isSlow = pieces.map { $0.level < threshold }
        var (fast, slow, begun) = (0.0, 0.0, 0.0)
        // The slow time that the step may lie in isn't counted for a natural one.
        var natural = split
        while natural > 0, isSlow[natural - 1] { natural -= 1 }
        for index in 0..<natural {
            guard isSlow[index] else {
                fast += pieces[index].weight
                continue
            }
            slow += pieces[index].weight
            if index == 0 || !isSlow[index - 1] { begun += 1 }
        }
        var (after, fastAfter) = (0.0, 0.0)
        for index in split..<pieces.count {
            after += pieces[index].weight
            if !isSlow[index] { fastAfter += pieces[index].weight }
        }
        let begins = (begun + 0.5) / (fast + begun + 1)
        let lasts = (slow - begun + 0.5) / (slow + 1)
        let stays = (fastAfter + 0.25) / (after + 1)
        measure(begins: begins, lasts: lasts, fastAfter: stays)
    }

    private mutating func measure(begins: Double, lasts: Double, fastAfter: Double) {
        let (begin, stayFast) = (begins.naturalLogarithm, (1 - begins).naturalLogarithm)
        let (last, recover) = (lasts.naturalLogarithm, (1 - lasts).naturalLogarithm)
        let (fast, slow) = (fastAfter.naturalLogarithm, (1 - fastAfter).naturalLogarithm)
        likelihood = [0]
        var sum = pieces.indices.reduce(0) { $0 + pieces[$1].weight * (isSlow[$1] ? slow : fast) }
        likelihood[0] = sum
        var wasSlow = false
        for index in pieces.indices {
            let weight = pieces[index].weight
            sum -= weight * (isSlow[index] ? slow : fast)
            if isSlow[index] {
                sum += (wasSlow ? last : begin) + (weight - 1) * last
            } else {
                sum += (wasSlow ? recover : stayFast) + (weight - 1) * stayFast
            }
            wasSlow = isSlow[index]
            likelihood.append(sum)
        }
    }

    /// The likeliest place of the step, with a piece on both sides.
    var best: Int {
        var best = 1
        for place in 1..<pieces.count where likelihood[place] > likelihood[best] { best = place }
        return best
    }

    /// The first and the last place that are at most so much less likely than the best.
    func range(within loss: Double) -> ClosedRange<Int> {
        let best = best
        var (first, last) = (best, best)
        for place in 1..<pieces.count where likelihood[place] >= likelihood[best] - loss {
            first = min(first, place)
            last = max(last, place)
        }
        return first...last
    }

    /// By how much a step at a place is likelier than none.
    func evidence(at place: Int) -> Double { likelihood[place] - (likelihood.last ?? 0) }

    /// The share, 0–1, of the points after a place that were fast.
    func fastShare(after place: Int) -> Double {
        var (all, fast) = (0.0, 0.0)
        for index in place..<pieces.count {
            all += pieces[index].count
            if !isSlow[index] { fast += pieces[index].count }
        }
        return all > 0 ? fast / all : 0
    }

    /// How many fast points come before a place.
    func fastPoints(before place: Int) -> Double {
        (0..<place).reduce(0) { $0 + (isSlow[$1] ? 0 : pieces[$1].count) }
    }
}
