/// Pools samples of one source to steps of about a second.
struct StepMaker: Sendable {
    private static let shortest_seconds = 0.9

    private var megabits = 0.0
    private var otherMegabits = 0.0
    private var duration_seconds = 0.0
    private var pending: LineStep?

    /// Drops what isn't a step yet: what comes next doesn't follow it.
    mutating func restart() { pending = nil }

    /// Takes a sample in, as a step that ended with it.
    ///
    /// - Returns: The pooled step when it is long enough.
    mutating func take(_ sample: LineStep, over gap_seconds: Double) -> LineStep? {
        var step = sample
        if let before = pending, before.slot == sample.slot {
            step.isUsual = before.isUsual && sample.isUsual
            step.limit = sample.limit ?? before.limit
            step.lossShare = sample.lossShare ?? before.lossShare
            step.roundTrip_seconds = sample.roundTrip_seconds ?? before.roundTrip_seconds
        } else {
            megabits = 0
            otherMegabits = 0
            duration_seconds = 0
        }
        megabits += sample.rate_mbps * gap_seconds
        otherMegabits += sample.other_mbps * gap_seconds
        duration_seconds += gap_seconds
        guard duration_seconds >= Self.shortest_seconds else {
            pending = step
            return nil
        }
        pending = nil
        step.rate_mbps = megabits / duration_seconds
        step.other_mbps = otherMegabits / duration_seconds
        return step
    }
}
