/// A second or so of the line: what samples closer together are pooled to.
struct LineStep: Sendable {
    /// When it ended, in seconds of the monotonic clock.
    var time_seconds: Double
    var rate_mbps: Double
    /// What else the line carried to this household.
    var other_mbps = 0.0
    /// The target's slot; several at once share one of their own.
    var slot: Int
    /// What the cycle had cost at its end.
    var usage_bytes: Double
    /// Whether it may speak for the line as it usually is.
    var isUsual: Bool
    /// What limited it on this side.
    var limit: LineSample.LocalLimit?
    /// The share of segments lost, 0–1, where known.
    var lossShare: Double?
    /// The round-trip time under load, where known.
    var roundTrip_seconds: Double?
    /// Whether others of this household took a noticeable share of the line.
    var isShared = false
}
