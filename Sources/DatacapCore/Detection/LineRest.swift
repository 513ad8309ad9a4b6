/// What the line gave at first after the test had rested, when its transfer had started fast and then met a ceiling.
///
/// A token bucket fills again at its sustained rate while nobody draws from it, so the line is fast again for as long
/// as it rested; a limit is where it was. Within one transfer the two look alike (ShaperProbe, IMC 2011, takes every
/// drop for a bucket).
package struct LineRest: Hashable, Sendable {
    /// What a rest says of the line.
    package enum Finding: Sendable {
        /// It was as slow as before: a limit.
        case unchanged
        /// A bucket had filled.
        case filled
        /// More came than a bucket can have taken in: a limit that was lifted meanwhile.
        case lifted
        /// No data came.
        case nothing
    }

    /// How long the test rests, and over how long its speed is seen afterwards.
    static let length = Duration.seconds(4)
    static let look = Duration.seconds(4)
    /// What comes so soon after the first byte may be slow start.
    static let ramp = Duration.seconds(1)
    /// How far apart a full bucket and the usual speed must be to be told from each other, as a ratio.
    private static let apart = 1.25

    /// What the whole line carried just after the rest; `nil` if nothing came.
    package var rate: BitRate?
    /// What it says.
    package var finding: Finding

    /// Makes a rest from what came after it.
    package init(rate: BitRate?, finding: Finding) {
        self.rate = rate
        self.finding = finding
    }

    /// Judges what came.
    ///
    /// - Parameters:
    ///   - rate: The speed of the whole line after the rest, without slow start.
    ///   - drop: The drop whose kind is in question.
    init(_ rate: BitRate?, of drop: LevelDrop) {
        self.rate = rate
        let usual = drop.before_mbps
        let sustained = (drop.ceiling ?? drop.depth) * usual
        // What a bucket lets through: what has come into it, or what the line carries.
        let filled = min(usual, sustained * (1 + Self.length.seconds / Self.look.seconds))
        // It fills on while slow start draws little from it.
        let most = sustained * (1 + (Self.length + Self.ramp).seconds / (Self.look - Self.ramp).seconds)
        finding =
            switch rate?.megabitsPerSecond {
            case nil: .nothing
            case let rate? where rate <= (sustained * filled).squareRoot(): .unchanged
            case let rate? where most * Self.apart < usual && rate > (most * usual).squareRoot(): .lifted
            case _?: .filled
            }
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
    ///   - now: The time.
    /// - Returns: What is to be said that wasn't before.
    package mutating func rested(_ rate: BitRate?, at now: Moment) -> [DetectionEvent] {
        log.begin(now)
        guard wantsRest, var drop = level.drop else { return [] }
        let rest = LineRest(rate, of: drop)
        drop.rest = rest
        switch rest.finding {
        case .unchanged, .lifted: drop.kind = .throttled(level.volumes.match(usage(at: drop.since_seconds)))
        case .filled, .nothing: break
        }
        level.restate(drop)
        noteOnset(drop)
        log.refine(drop)
        return log.events
    }
}
