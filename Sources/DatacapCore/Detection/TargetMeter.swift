/// Pools the speeds of several targets at once to steps of about a second, beside those of the whole line.
struct TargetMeter: Sendable {
    private(set) var megabits = [Double](repeating: 0, count: LineHistory.slots)
    private(set) var duration_seconds = 0.0

    mutating func take(_ rates: [BitRate], over gap_seconds: Double) {
        for (slot, rate) in rates.prefix(LineHistory.slots - 1).enumerated() {
            megabits[slot] += rate.megabitsPerSecond * gap_seconds
        }
        duration_seconds += gap_seconds
    }

    mutating func restart() {
        for slot in megabits.indices { megabits[slot] = 0 }
        duration_seconds = 0
    }
}
