/// What one cycle says of caps.
struct CycleEvidence: Hashable, Sendable {
    /// What became of the slow time at the cycle's end.
    enum Lift: Hashable, Sendable {
        /// The line was fast again between those times; at once if that was as soon as it could be seen.
        case lifted(after_seconds: Double, by_seconds: Double, isPrompt: Bool)
        /// The line stayed slow.
        case stayed
        /// Nothing is known of the next cycle yet.
        case unknown
    }

    /// Within how long of the cycle's begin a limit must be lifted to be tied to the cycle.
    static let mostLift_seconds = 26.0 * 3_600
    /// Within how many of the usual gaps between tests, and in which time at least, it is lifted at once.
    private static let promptGaps = 2.5
    private static let prompt_seconds = 5_400.0
    private static let longestGap_seconds = 5_400.0

    var cycle: BillingCycle
    /// The steps down, the first in the cycle first.
    var steps: [CurveStep] = []
    /// Why there is none, and the one that was found wanting.
    var end: StepSearchEnd?
    var lift = Lift.unknown
    /// What the cycle used while the line was seen.
    var reached_bytes: Double

    /// Whether the limit was lifted with the cycle.
    var isLifted: Bool { if case .lifted = lift { true } else { false } }
    var isLiftedAtOnce: Bool { if case .lifted(_, _, isPrompt: true) = lift { true } else { false } }

    /// Judges one curve, and the next cycle's for the lift.
    init(_ curve: CycleCurve, next: CycleCurve?) {
        cycle = curve.cycle
        reached_bytes = curve.pieces.last?.lastEnd_bytes ?? 0
        switch StepSearch.steps(of: curve) {
        case .failure(let end): self.end = end
        case .success(let steps):
            self.steps = steps
            guard let first = steps.first, let next, next.cycle.start == cycle.end else { return }
            lift = Self.lift(of: curve, after: first, in: next)
        }
    }

    /// Whether a cycle went past a volume faster than a level: at four points at least.
    static func passed(_ volume_bytes: Double, above level: Double, in curve: CycleCurve) -> Bool {
        curve.pieces.filter { $0.firstStart_bytes > volume_bytes && $0.level >= level }.points >= 4
    }

    private static func lift(of curve: CycleCurve, after step: CurveStep, in next: CycleCurve) -> Lift {
        guard let last = curve.pieces.last else { return .unknown }
        let begin_seconds = curve.cycle.end.seconds
        let isFast = { (piece: CurvePiece) in piece.level >= step.threshold }
        guard let first = next.pieces.firstIndex(where: isFast) else {
            let seen = (next.pieces.last?.ended_seconds ?? begin_seconds) - begin_seconds
            return seen > mostLift_seconds && next.pieces.points >= 4 ? .stayed : .unknown
        }
        let by_seconds = next.pieces[first].began_seconds
        guard by_seconds - begin_seconds <= mostLift_seconds else { return .stayed }
        // A day of the new cycle, or what there is until its own limit, must be as fast.
        let ownLimit = (try? StepSearch.steps(of: next).get())?.first?.index ?? next.pieces.count
        let day = next.pieces[first..<max(first + 1, ownLimit)].filter { $0.began_seconds < by_seconds + 86_400 }
        let fast = day.filter(isFast).points
        guard fast >= 0.5 * day.points else { return .stayed }
        guard fast >= 2 || ownLimit < next.pieces.count else { return .unknown }
        let after_seconds = first > 0 ? next.pieces[first - 1].ended_seconds : last.ended_seconds
        let slow = curve.pieces[step.index...]
        let points = slow.reduce(0) { $0 + $1.count }
        let gap = (last.ended_seconds - step.firstSlow_seconds) / max(1, points - 1)
        let prompt = max(prompt_seconds, promptGaps * min(gap, longestGap_seconds))
        let isPrompt = by_seconds - begin_seconds <= prompt && begin_seconds - last.ended_seconds <= prompt
        return .lifted(after_seconds: after_seconds, by_seconds: by_seconds, isPrompt: isPrompt)
    }
}
