/// One test as it is to be made.
package struct TestOrder: Hashable, Sendable {
    /// A run may take so much more than it was told: one receive buffer of each stream.
    package static let overshoot = ByteCount(256 * 1_024)

    /// How much of a test it is.
    package var kind: TestRecord.Kind
    /// The payload that it may take.
    package var maximum: ByteCount
    /// How long it may last.
    package var longest: Duration
    /// How precisely the rate is to be known, in percent on either side.
    package var precision_percent: Double
    /// How many connections it takes if it is a second witness; `nil` for a test of the schedule.
    package var witnessStreams: Int?

    /// Makes an order.
    package init(
        kind: TestRecord.Kind,
        maximum: ByteCount,
        longest: Duration,
        precision_percent: Double,
        witnessStreams: Int? = nil
    ) {
        self.kind = kind
        self.maximum = maximum
        self.longest = longest
        self.precision_percent = precision_percent
        self.witnessStreams = witnessStreams
    }

    /// What the downloader is told: the usual order with the test's limits.
    ///
    /// The round trip alone needs no payload but one byte: a connection is made, and its first data ends the run.
    package func order(_ usual: FetchOrder) -> FetchOrder {
        var order = usual
        order.maximumBytes = max(1, maximum.bytes)
        order.maximumMilliseconds = max(1, longest.milliseconds)
        order.streams = witnessStreams ?? order.streams
        if kind == .latency {
            order.streams = 1
            order.maximumBytes = 1
        }
        return order
    }
}
