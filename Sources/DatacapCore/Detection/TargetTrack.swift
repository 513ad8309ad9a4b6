/// Watches each target against the others: one slow server is not a slow line.
struct TargetTrack: Sendable {
    enum Change: Hashable, Sendable {
        case slow(slot: Int, since_seconds: Double)
        case recovered(slot: Int)
    }

    private struct Latest: Sendable {
        var time_seconds: Double
        var ratio: Double
    }

    static let kept = 18
    private static let least = 6
    /// The share of a run of low samples that may be higher: noise, not recovery.
    private static let exceptions = 0.2
    /// The others must give so much of what they usually give.
    private static let healthy = 0.75
    private static let window_seconds = 120.0

    private var latest = [RingBuffer<Latest>](repeating: RingBuffer(capacity: kept), count: LineHistory.slots)
    private(set) var slow = [Bool](repeating: false, count: LineHistory.slots)
    private var sorter = OrderStatistics(capacity: kept)

    /// How many targets have been in use lately.
    func active(at time_seconds: Double) -> Int {
        latest.count { ($0.last?.time_seconds ?? -.infinity) > time_seconds - 90 }
    }

    /// How many targets have been below that share of their usual speed since then.
    func low(from time_seconds: Double, below ratio: Double) -> Int {
        latest.count { ring in
            var below = 0
            var all = 0
            for index in 0..<ring.count where ring[index].time_seconds >= time_seconds {
                all += 1
                if ring[index].ratio < ratio { below += 1 }
            }
            return all >= 3 && below * 2 > all
        }
    }

    mutating func take(slot: Int, ratio: Double, at time_seconds: Double, slowRatio: Double) -> Change? {
        latest[slot].append(Latest(time_seconds: time_seconds, ratio: ratio))
        let mine = median(slot, from: time_seconds - Self.window_seconds)
        if slow[slot] {
            guard mine.count >= 4, mine.median > 0.8 else { return nil }
            slow[slot] = false
            return .recovered(slot: slot)
        }
        guard mine.count >= Self.least, mine.median < slowRatio else { return nil }
        // The run of low samples at the end, and what the others gave meanwhile.
        let ring = latest[slot]
        var first = ring.count
        var exceptions = 0
        for index in (0..<ring.count).reversed() {
            if ring[index].ratio < slowRatio { first = index } else { exceptions += 1 }
            if Double(exceptions) > Self.exceptions * Double(ring.count - index) { break }
        }
        guard ring.count - first >= Self.least else { return nil }
        let since = ring[first].time_seconds
        var others = 0
        for other in latest.indices where other != slot && !slow[other] {
            let theirs = median(other, from: since)
            guard theirs.count >= 3 else { continue }
            guard theirs.median > Self.healthy, mine.median < slowRatio * theirs.median else { return nil }
            others += 1
        }
        guard others >= 1 else { return nil }
        slow[slot] = true
        return .slow(slot: slot, since_seconds: since)
    }

    private mutating func median(_ slot: Int, from start_seconds: Double) -> (count: Int, median: Double) {
        sorter.removeAll()
        let ring = latest[slot]
        for index in 0..<ring.count where ring[index].time_seconds >= start_seconds { sorter.append(ring[index].ratio) }
        return (sorter.count, sorter.median())
    }
}
