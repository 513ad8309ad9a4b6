/// How long the history keeps what.
package struct Retention: Hashable, Sendable {
    /// Samples as they came; those around incidents are kept for ever.
    package var raw = Duration.seconds(14 * 86_400)
    /// Samples by minute.
    package var minutes = Duration.seconds(400 * 86_400)
    /// Samples by hour, tests, sessions and events.
    package var hours = Duration.seconds(3_653 * 86_400)
    /// The largest size of the file; the oldest samples go first.
    package var size = ByteCount.gigabytes(1)

    /// Makes the default: two weeks, 400 days, ten years and 1 GB.
    package init() {}
}
