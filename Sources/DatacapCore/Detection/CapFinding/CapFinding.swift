/// What the speed by the cycle's usage says of a cap.
package enum CapFinding: Hashable, Sendable {
    /// The provider slows the line down at a volume, and lifts that with the cycle.
    case found(FoundCap)
    /// The line slowed down at a volume and has not recovered since; whether it will with the cycle isn't known yet.
    case suspected(FoundCap)
    /// The data can't tell.
    case unknown(Reason)

    /// Why the data can't tell.
    package enum Reason: Hashable, Sendable {
        /// The line has not been measured enough.
        case tooFewPoints
        /// No cycle slowed down for good; the amount is what the largest of them used.
        case noSlowdown(upTo: ByteCount)
        /// The only slowdown is too near to the end of what was measured.
        case tooLate(at: ByteCount)
        /// The line was hardly measured before it was slow.
        case tooEarly(at: ByteCount)
        /// Every slow time was over before its cycle was.
        case recovers(upTo: ByteCount)
        /// The line became slower little by little.
        case gradual(upTo: ByteCount)
        /// It stayed slow when the next cycle began: another plan, or a fault.
        case notLifted(at: ByteCount)
        /// The line slowed down, and was not measured when the next cycle began.
        case liftUnseen(at: ByteCount)
        /// A later cycle went past that volume as fast as ever.
        case passed(at: ByteCount)
        /// Cycles slowed down at volumes that don't agree.
        case cyclesDisagree(low: ByteCount, high: ByteCount)
        /// When the provider begins to count anew is not known, and the slow times don't show it.
        case resetUnknown
    }

    /// What was found, whether it is sure or not.
    package var cap: FoundCap? {
        switch self {
        case .found(let cap), .suspected(let cap): cap
        case .unknown: nil
        }
    }
}

/// A cap as the line's speed shows it.
package struct FoundCap: Hashable, Sendable {
    /// One step down of the speed.
    package struct Stage: Hashable, Sendable {
        /// What the cycle had used: the best estimate.
        package var volume: ByteCount
        /// The ends of the interval that it lies in.
        package var low: ByteCount
        /// The upper end.
        package var high: ByteCount
        /// What the line gave before.
        package var before: RateInterval
        /// What it gave since.
        package var after: RateInterval
        /// In how many cycles it was seen.
        package var cycles: Int
        /// When it was seen last: the first slow point.
        package var since: Timestamp

        /// Half of the interval's width.
        package var uncertainty: ByteCount { ByteCount((high - low).bytes / 2) }
        /// Whether the volume is known to 1 % on either side.
        package var isPrecise: Bool { max(high - volume, volume - low).bytes <= volume.bytes / 100 }
    }

    /// When a limit was lifted: between the last slow point and the first fast one.
    package struct Lift: Hashable, Sendable {
        /// The last slow point.
        package var after: Timestamp
        /// The first fast one.
        package var by: Timestamp
    }

    /// The stages, the one at the least volume first; never empty.
    package var stages: [Stage]
    /// The latest lift; `nil` if none was seen.
    package var lift: Lift?
    /// Volumes of earlier caps that no longer hold, the latest first.
    package var earlier: [ByteCount]
    /// Whether it agrees with the cap of the plan.
    package var isOfPlan: Bool
    /// The day of the month on which the counting begins, in UTC, if the plan didn't say and the lifts did.
    package var resetDay: Int?
    /// How sure it is, 0–1.
    package var confidence: Double
}
