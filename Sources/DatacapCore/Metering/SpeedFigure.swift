/// The speed over one update interval: what the page and data.json see.
package struct SpeedFigure: Hashable, Sendable {
    /// When the interval ended.
    package var uptime: Duration
    /// Payload over the time it took, without set-up and slow start where that can be told.
    package var rate: BitRate
    /// The payload that the rate is made from.
    package var amount: ByteCount
    /// The time that the rate is made from.
    package var duration: Duration
    /// The rate from each URL, in the order of the configuration.
    package var targetRates: [BitRate]
    /// Whether no connection was in set-up or slow start: only such figures make a baseline.
    package var isSettled: Bool
}
