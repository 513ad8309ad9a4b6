/// Says when the line gives what it usually does, only to others of this household.
struct CrossTraffic: Sendable {
    enum Change: Hashable, Sendable {
        case began(since_seconds: Double)
        case ended
    }

    private struct Look: Sendable {
        var time_seconds: Double
        /// The test's share of the usual speed.
        var own: Double
        /// That of all traffic together.
        var all: Double
    }

    /// How many steps are looked at, and how many of them must agree.
    private static let looks = 10
    private static let most = 7
    /// Other traffic beyond this share of the test's own makes a step unfit to speak for the line.
    static let noticeable = 0.25

    private var latest = RingBuffer<Look>(capacity: looks)
    private(set) var isHeavy = false

    /// Takes the latest step in.
    mutating func take(own: Double, all: Double, at time_seconds: Double, slowRatio: Double) -> Change? {
        latest.append(Look(time_seconds: time_seconds, own: own, all: all))
        var taken = 0
        var free = 0
        var since = time_seconds
        for index in (0..<latest.count).reversed() {
            let look = latest[index]
            if look.own < slowRatio, look.all >= slowRatio {
                taken += 1
                since = look.time_seconds
            } else if look.own > LevelTrack.recovered || look.all < slowRatio {
                free += 1
            }
        }
        if !isHeavy, taken >= Self.most {
            isHeavy = true
            return .began(since_seconds: since)
        }
        if isHeavy, free >= Self.most {
            isHeavy = false
            return .ended
        }
        return nil
    }
}
