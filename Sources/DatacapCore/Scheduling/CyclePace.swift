/// Spreads what the cycle's budget has left over the rest of the cycle, so that its last day has tests as its first.
package enum CyclePace {
    /// When the next full test may begin.
    ///
    /// Full tests keep such a distance that those that are left, at what they cost, last to the cycle's end. Since it
    /// is reckoned anew each time, a month that began lavishly ends sparingly, and nothing is left over for nothing.
    ///
    /// - Parameters:
    ///   - last: When the last full test began; `nil` if none has.
    ///   - cost: What a full test takes.
    ///   - left: What the cycle's budget has left.
    ///   - cycle: The cycle.
    ///   - now: The time.
    /// - Returns: A time that may have gone by.
    package static func next(
        after last: Timestamp?,
        cost: ByteCount,
        left: ByteCount,
        in cycle: BillingCycle,
        at now: Timestamp
    ) -> Timestamp {
        guard let last else { return now }
        let rest_ms = Double(max(0, cycle.end.milliseconds - now.milliseconds))
        let distance_ms = rest_ms * Double(max(1, cost.bytes)) / Double(max(1, left.bytes))
        return last + .milliseconds(Int64(min(distance_ms, rest_ms)))
    }
}
