/// A speed with the interval that it lies in.
package struct RateInterval: Hashable, Sendable {
    /// The best estimate.
    package var rate: BitRate
    /// The lower end.
    package var low: BitRate
    /// The upper end.
    package var high: BitRate

    /// Makes an interval from bit rates in any order of the ends.
    package init(rate: BitRate, low: BitRate, high: BitRate) {
        self.rate = rate
        self.low = min(low, high)
        self.high = max(low, high)
    }
}
