/// The time between two looks at a counter, and what the line can have carried in it.
struct CounterGap: Hashable, Sendable {
    /// More than any line of a household carries: a counter that grew faster shows nonsense.
    static let absurdRate = BitRate.megabits(100_000)
    /// What a line may carry that doesn't say it; a router's own word may be the tariff's, not the wire's.
    static let usualRate = BitRate.megabits(1_000)

    /// How long it was.
    let duration: Duration
    /// Whether the wall clock was set meanwhile.
    let isClockWrong: Bool
    /// Whether a clock that can be relied on measured it.
    private let isMeasured: Bool
    /// When it ended.
    private let end: Timestamp
    private let rate: BitRate

    /// Measures the time from a look to a reading.
    ///
    /// - Parameters:
    ///   - look: The earlier look.
    ///   - reading: What was read now.
    init(from look: CounterState.Look, to reading: CounterReading) {
        if reading.boot == look.boot {
            duration = reading.uptime - look.uptime
        } else if reading.keeper == .kernel {
            duration = reading.uptime
        } else {
            // A clock that wasn't set yet after a restart says too little.
            duration = max(look.time.distance(to: reading.time), reading.uptime)
        }
        isMeasured = reading.boot == look.boot || reading.keeper == .kernel
        isClockWrong = CounterState.jump(to: reading, from: look) != nil
        end = reading.time
        rate = max(reading.linkSpeed ?? .zero, Self.usualRate)
    }

    /// Whether the line can have carried so much in one direction.
    func allows(_ bytes: UInt64) -> Bool { allows(bytes, at: rate) }

    /// Whether any line can have, as far as the time is known.
    func isBelievable(_ bytes: UInt64) -> Bool { !isMeasured || allows(bytes, at: Self.absurdRate) }

    /// Whether bytes may belong to more than one slot, and nobody looked often enough to tell.
    var isUncertain: Bool {
        guard duration > CounterState.longestPause else { return isClockWrong }
        let begin = Timestamp(milliseconds: end.milliseconds - duration.milliseconds)
        return isClockWrong || UsageSlot.start(of: begin) != UsageSlot.start(of: end)
    }

    private func allows(_ bytes: UInt64, at rate: BitRate) -> Bool {
        // A counter may be a little older than the look at it.
        Double(bytes) <= rate.bytesPerSecond * (duration.seconds + 1)
    }
}
