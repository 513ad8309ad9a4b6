/// What the line gave at first after the test had rested, when its transfer had started fast and then met a ceiling.
///
/// A token bucket fills again at its sustained rate while nobody draws from it, so the line is fast again for as long
/// as it rested; a limit is where it was. Within one transfer the two look alike (ShaperProbe, IMC 2011, takes every
/// drop for a bucket).
package struct LineRest: Hashable, Sendable {
    /// What the whole line carried just after the rest; `nil` if nothing came.
    package var rate: BitRate?
    /// Whether a bucket had filled.
    package var isFast: Bool

    /// Makes a rest from what came after it.
    package init(rate: BitRate?, isFast: Bool) {
        self.rate = rate
        self.isFast = isFast
    }

    /// Judges what came.
    ///
    /// - Parameters:
    ///   - rate: The speed of the whole line after the rest, without slow start.
    ///   - length: How long it rested.
    ///   - look: Over how long the speed was seen.
    ///   - drop: The drop whose kind is in question.
    init(_ rate: BitRate?, after length: Duration, over look: Duration, of drop: LevelDrop) {
        self.rate = rate
        let sustained = (drop.ceiling ?? drop.depth) * drop.before_mbps
        // What a bucket lets through at most: what has come into it, or what the line carries.
        let filled = min(drop.before_mbps, sustained * (1 + length.seconds / look.seconds))
        isFast = (rate?.megabitsPerSecond ?? 0) > (sustained * filled).squareRoot()
    }
}

extension LineDetector {
    /// Whether a rest of the test would tell what kind of limit it has met: a bucket or a new limit.
    package var wantsRest: Bool {
        guard let drop = level.drop, drop.rest == nil, !drop.isBeingChecked else { return false }
        if case .burstShaping = drop.kind { return true }
        return false
    }

    /// Takes in what came after a rest that ``wantsRest`` asked for.
    ///
    /// - Parameters:
    ///   - rate: The speed of the whole line after the rest, without slow start; `nil` if nothing came.
    ///   - length: How long it rested.
    ///   - look: Over how long the speed was seen.
    ///   - now: The time.
    /// - Returns: What is to be said that wasn't before.
    package mutating func rested(
        _ rate: BitRate?,
        after length: Duration,
        over look: Duration,
        at now: Moment
    ) -> [DetectionEvent] {
        log.begin(now)
        guard wantsRest, var drop = level.drop else { return [] }
        let rest = LineRest(rate, after: length, over: look, of: drop)
        drop.rest = rest
        if rate != nil, !rest.isFast { drop.kind = .throttled(level.volumes.match(usage(at: drop.since_seconds))) }
        level.restate(drop)
        noteOnset(drop)
        log.refine(drop)
        return log.events
    }
}
