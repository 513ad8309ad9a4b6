/// What a detector may be told.
package struct DetectorSettings: Hashable, Sendable {
    /// How much of the usual speed must be missing, in percent, for a line to count as slow.
    package var threshold_percent: Double
    /// How many accusations in a day a line without any throttling may at most cause, by its own record.
    ///
    /// The one knob of sensitivity: higher is sooner and more nervous.
    package var tolerated_accusations_per_day: Double
    /// The data cap of the plan, if it has one.
    package var cap: ByteCount?

    /// Makes settings; the defaults are the product's.
    package init(threshold_percent: Double = 30, tolerated_accusations_per_day: Double = 0.5, cap: ByteCount? = nil) {
        self.threshold_percent = threshold_percent
        self.tolerated_accusations_per_day = tolerated_accusations_per_day
        self.cap = cap
    }

    /// The share of the usual speed, 0–1, below which the line is slow, a small margin for measuring included.
    var slowRatio: Double { min(max(1 - threshold_percent / 100 + 0.03, 0.05), 0.97) }
}
