/// How a line changes between fast and slow before and after a step: a chain of two states (Markov).
///
/// Before the step the line may be slow at times, as in the evening, and how often that begins and how long it lasts
/// is counted. After the step it is slow and hardly ever fast. So a slow evening before the step leaves it open where
/// in that evening the step is, and on a line that never had one the first slow point is the step. A limit is flat, and
/// an evening is not: whether a slow point lies at the level of the limit tells them apart, too.
struct SlowTimes {
    /// The chances, as logarithms, of what a piece shows.
    private struct Chances {
        var begin: Double
        var last: Double
        var recover: Double
        var stayFast: Double
        /// Of a slow piece: that it lies at the limit, and that it doesn't.
        var atLimit: Double
        var offLimit: Double
    }

    /// How far, as a logarithm to base 2, a point at the limit may be from it: 8 %.
    private static let band = 0.115
    /// What such a point counts: those of one slow time resemble each other.
    private static let bandWeight = 0.2

    /// How likely a slow evening is to stay slow within the hours that are: it is one event, however often it is seen.
    private static let evening = 0.9

    private let pieces: [CurvePiece]
    private let isSlow: [Bool]
    private let isAtLimit: [Bool]
    private var hours = SlowHours()
    /// The logarithm of the likelihood that the step is before that piece, for each and the end.
    private(set) var likelihood: [Double] = []

    /// Counts the slow times.
    ///
    /// - Parameters:
    ///   - pieces: All pieces.
    ///   - threshold: The level that parts fast from slow.
    ///   - limit: The level after the step.
    ///   - split: Where the step is taken to be.
    init(_ pieces: [CurvePiece], threshold: Double, limit: Double, split: Int) {
        self.pieces = pieces
        isSlow = pieces.map { $0.level < threshold }
        isAtLimit = pieces.map { abs($0.level - limit) <= Self.band }
        // Halfway from fast to the threshold: hours that often dip so far may dip further.
        let before = natural(split: split, dip: threshold + (threshold - limit) / 2)
        let after = limited(split: split)
        measure(before, after)
    }

    /// Counts the slow times before the step; the one that the step may lie in isn't counted.
    private mutating func natural(split: Int, dip: Double) -> Chances {
        var end = split
        while end > 0, isSlow[end - 1] { end -= 1 }
        for index in 0..<end { hours.count(pieces[index], isSlow: pieces[index].level < dip) }
        var (fast, slow, begun, atLimit) = (0.0, 0.0, 0.0, 0.0)
        var allSlow = 0.0
        var isOwn = false
        for index in 0..<end {
            let weight = pieces[index].weight
            guard isSlow[index] else {
                fast += weight
                isOwn = false
                continue
            }
            allSlow += weight
            if isAtLimit[index] { atLimit += weight }
            // What the hour explains tells nothing of other slow times.
            guard hours.share(at: pieces[index]) == nil else { continue }
            slow += weight
            if !isOwn { begun += 1 }
            isOwn = true
        }
        let begins = (begun + 0.5) / (fast + begun + 1)
        let lasts = (slow - begun + 0.5) / (slow + 1)
        let band = Self.share(atLimit, of: allSlow)
        return Chances(
            begin: begins.naturalLogarithm,
            last: lasts.naturalLogarithm,
            recover: (1 - lasts).naturalLogarithm,
            stayFast: (1 - begins).naturalLogarithm,
            atLimit: Self.bandWeight * band.naturalLogarithm,
            offLimit: Self.bandWeight * (1 - band).naturalLogarithm
        )
    }

    /// Counts the points after the step: each is slow or fast by itself.
    private func limited(split: Int) -> Chances {
        var (all, fast, atLimit) = (0.0, 0.0, 0.0)
        for index in split..<pieces.count {
            all += pieces[index].weight
            if !isSlow[index] { fast += pieces[index].weight }
            if isAtLimit[index] { atLimit += pieces[index].weight }
        }
        let recovers = (fast + 0.25) / (all + 1)
        let band = Self.share(atLimit, of: all - fast)
        return Chances(
            begin: (1 - recovers).naturalLogarithm,
            last: (1 - recovers).naturalLogarithm,
            recover: recovers.naturalLogarithm,
            stayFast: recovers.naturalLogarithm,
            atLimit: Self.bandWeight * band.naturalLogarithm,
            offLimit: Self.bandWeight * (1 - band).naturalLogarithm
        )
    }

    private static func share(_ count: Double, of all: Double) -> Double {
        min(max((count + 0.5) / (all + 1), 0.05), 0.95)
    }

    private mutating func measure(_ before: Chances, _ after: Chances) {
        let limited = pieces.indices.map { index in
            let weight = pieces[index].weight
            guard isSlow[index] else { return weight * after.recover }
            return weight * after.last + (isAtLimit[index] ? after.atLimit : after.offLimit)
        }
        var sum = limited.reduce(0, +)
        likelihood = [sum]
        var (wasSlow, isOwn) = (false, false)
        for index in pieces.indices {
            let weight = pieces[index].weight
            sum -= limited[index]
            if isSlow[index] {
                let chain = (isOwn ? before.last : before.begin) + (weight - 1) * before.last
                let share = hours.share(at: pieces[index])
                let hour = share.map { (wasSlow && !isOwn ? max($0, Self.evening) : $0).naturalLogarithm }
                sum += max(chain, hour ?? -.infinity) + (isAtLimit[index] ? before.atLimit : before.offLimit)
                if hour == nil { isOwn = true }
            } else {
                sum += (wasSlow && isOwn ? before.recover : before.stayFast) + (weight - 1) * before.stayFast
                isOwn = false
            }
            wasSlow = isSlow[index]
            likelihood.append(sum)
        }
    }
}

extension SlowTimes {
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

    /// How likely a place is beside the best, 0–1.
    func odds(of place: Int) -> Double { .e(likelihood[place] - likelihood[best]) }

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
