/// What one cycle says of caps.
struct CycleEvidence: Hashable, Sendable {
    /// What became of the slow time at the cycle's end.
    enum Lift: Hashable, Sendable {
        /// The line was fast again between those times.
        case lifted(after_seconds: Double, by_seconds: Double)
        /// The line stayed slow.
        case stayed
        /// Nothing is known of the next cycle yet.
        case unknown
    }

    /// Within how long of the cycle's begin a limit must be lifted to be tied to the cycle.
    static let mostLift_seconds = 26.0 * 3_600
    private static let leastSpell_seconds = 6.0 * 3_600

    var cycle: BillingCycle
    /// The steps down, the first in the cycle first.
    var steps: [CurveStep] = []
    /// Why there is none, and the one that was found wanting.
    var end: StepSearchEnd?
    var lift = Lift.unknown
    /// What the cycle used while the line was seen.
    var reached_bytes: Double
    /// Where the next cycle's curve begins: a limit may hold on for a while.
    var nextFirst = 0

    /// Whether the limit was lifted with the cycle.
    var isLifted: Bool { if case .lifted = lift { true } else { false } }

    /// How likely it is, 0–1, that a slow time ends so near to the cycle's end by chance; 1 if it wasn't lifted.
    var chanceOfLift: Double {
        guard case .lifted(let after_seconds, let by_seconds) = lift else { return 1 }
        let end_seconds = cycle.end.seconds
        let window_seconds = max(end_seconds - after_seconds, 0) + max(by_seconds - end_seconds, 0)
        return min(1, window_seconds / (end_seconds - cycle.start.seconds))
    }

    /// Judges one curve, and the next cycle's for the lift.
    init(_ curve: CycleCurve, next: CycleCurve?) {
        cycle = curve.cycle
        reached_bytes = curve.pieces.last?.lastEnd_bytes ?? 0
        switch StepSearch.steps(of: curve) {
        case .failure(let end): self.end = end
        case .success(let steps):
            self.steps = steps
            guard let first = steps.first, let next, next.cycle.start == cycle.end else { return }
            (lift, nextFirst) = Self.lift(of: curve, after: first, in: next)
        }
    }

    /// Whether a cycle went past a volume faster than a level: at four points at least.
    static func passed(_ volume_bytes: Double, above level: Double, in curve: CycleCurve) -> Bool {
        curve.pieces.filter { $0.firstStart_bytes > volume_bytes && $0.level >= level }.points >= 4
    }

    /// How many slow times of six hours and more the line recovered from by itself, before a step or without one.
    static func slowSpells(below level: Double, in pieces: some Collection<CurvePiece>) -> Int {
        var (spells, began_seconds) = (0, Double.nan)
        var ended_seconds = 0.0
        for piece in pieces {
            if piece.level < level {
                if began_seconds.isNaN { began_seconds = piece.began_seconds }
                ended_seconds = piece.ended_seconds
            } else {
                if ended_seconds - began_seconds >= leastSpell_seconds { spells += 1 }
                began_seconds = .nan
            }
        }
        return spells
    }

    private static func lift(of curve: CycleCurve, after step: CurveStep, in next: CycleCurve) -> (Lift, first: Int) {
        guard let last = curve.pieces.last else { return (.unknown, 0) }
        let begin_seconds = curve.cycle.end.seconds
        let isFast = { (piece: CurvePiece) in piece.level >= step.threshold }
        guard let first = next.pieces.firstIndex(where: isFast) else {
            let seen = (next.pieces.last?.ended_seconds ?? begin_seconds) - begin_seconds
            return seen > mostLift_seconds && next.pieces.points >= 4 ? (.stayed, 0) : (.unknown, 0)
        }
        let by_seconds = next.pieces[first].began_seconds
        guard by_seconds - begin_seconds <= mostLift_seconds else { return (.stayed, 0) }
        // A day of the new cycle, or what there is until its own limit, must be as fast.
        let rest = next.from(first)
        let ownLimit = (try? StepSearch.steps(of: rest).get())?.first?.index ?? rest.pieces.count
        let day = rest.pieces[..<ownLimit].filter { $0.began_seconds < by_seconds + 86_400 }
        let fast = day.filter(isFast).points
        guard fast >= 0.5 * day.points else { return (.stayed, 0) }
        guard fast >= 2 || ownLimit < rest.pieces.count else { return (.unknown, 0) }
        let after_seconds = first > 0 ? next.pieces[first - 1].ended_seconds : last.ended_seconds
        return (.lifted(after_seconds: after_seconds, by_seconds: by_seconds), first)
    }
}
