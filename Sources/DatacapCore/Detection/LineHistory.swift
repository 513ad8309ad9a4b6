/// The latest steps, ten minutes and more of them.
struct LineHistory: Sendable {
    /// Ten minutes of 0.9 s steps and the time kept away from the present.
    static let capacity = 768
    /// Targets told apart, and one slot more for several at once.
    static let slots = 17
    /// The slot of steps that several targets share.
    static let sharedSlot = slots - 1

    private var steps = RingBuffer<LineStep>(capacity: capacity)

    var count: Int { steps.count }
    /// When the latest step ended.
    var latest_seconds: Double { steps.last?.time_seconds ?? 0 }
    subscript(index: Int) -> LineStep { steps[index] }

    mutating func append(_ step: LineStep) { steps.append(step) }

    mutating func markUnusual(from index: Int) {
        for place in max(index, 0)..<max(count, index) { steps[place].isUsual = false }
    }

    /// Marks the steps of one target alone.
    mutating func markUnusual(slot: Int, from time_seconds: Double) {
        for place in firstIndex(from: time_seconds)..<count where steps[place].slot == slot {
            steps[place].isUsual = false
        }
    }

    mutating func markUsual(from index: Int) {
        for place in max(index, 0)..<count { steps[place].isUsual = true }
    }

    /// The first step that ended at that time or later.
    func firstIndex(from time_seconds: Double) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].time_seconds < time_seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
