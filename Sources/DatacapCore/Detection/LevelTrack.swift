/// Watches the level of the line: against its usual one while all is well, for its return while it is low.
///
/// Low is not yet throttled. A real line steps down by a third for half a minute many times a day, so a drop is
/// accused only when this line makes too few like it by itself (`ExcursionMemory`), weighed with what else it shows:
/// a ceiling, a volume, more than one target, a step rather than a slope.
struct LevelTrack: Sendable {
    enum Change: Sendable {
        case raised(LevelDrop)
        case refined(LevelDrop)
        case cleared(LevelDrop)
    }

    private enum State: Sendable {
        case watching
        case low(LevelDrop)
    }

    /// How often the reference is made anew, in steps.
    private static let rebuildEvery = 10
    /// How long the line is looked at to say whether it is below a rung.
    private static let window_seconds = 8.0
    /// How long it is looked at to say that it has recovered.
    private static let clearing_seconds = 10.0
    private static let leastWindow = 5
    /// The share of the usual speed at which a low line has recovered.
    static let recovered = 0.8
    /// How far above a rung a stay below it ends.
    private static let hysteresis = 0.05
    /// The longest that a drop without a ceiling counts for once it has gone by itself.
    private static let longestNote_seconds = 240.0
    /// When after a verdict its kind is judged again.
    private static let reviewsAfter_seconds = [20.0, 45, 90, 180]

    let settings: DetectorSettings
    private(set) var reference = ReferenceLevel()
    var memory: ExcursionMemory
    var volumes: VolumeMemory
    /// Whether a second witness is asked before an accusation is said.
    var asksWitnesses = false
    var sorter = OrderStatistics(capacity: LineHistory.capacity)
    /// When the way down is measured again.
    var nextShape_seconds = 0.0
    private var state = State.watching
    private var sinceRebuild = 0
    /// Whether the usual speed has only just become known, so that the line may have been low for longer than a window.
    private var isFirstLook = false
    private var quietUntil_seconds = 0.0

    init(settings: DetectorSettings) {
        self.settings = settings
        memory = ExcursionMemory(slowRatio: settings.slowRatio)
        volumes = VolumeMemory(cap: settings.cap)
    }

    /// What the line is low by, if it is.
    var drop: LevelDrop? {
        switch state {
        case .watching: nil
        case .low(let drop): drop
        }
    }

    /// Whether the line is under suspicion, so that what it gives now says nothing about what it usually gives.
    var isSuspicious: Bool { memory.isBelow || drop != nil }

    /// A new transfer begins, or data flows again: what was low before is not low still.
    mutating func interrupt(until time_seconds: Double = 0) {
        memory.forgetStays()
        quietUntil_seconds = time_seconds
    }

    /// Replaces what is said of the drop in hand.
    mutating func restate(_ drop: LevelDrop) { state = .low(drop) }

    /// Takes a drop over that another part has found.
    mutating func adopt(_ drop: LevelDrop, slot: Int) {
        reference.assume(drop.before_mbps, slot: slot)
        memory.forgetStays()
        state = .low(drop)
    }

    /// Takes the latest step of the history in.
    mutating func take(
        _ history: inout LineHistory,
        targets: TargetTrack,
        texture: inout FineTexture,
        gap_seconds: Double,
        pace_seconds: Double
    ) -> Change? {
        switch state {
        case .watching: watch(&history, targets, &texture, gap_seconds, pace_seconds).map { .raised($0) }
        case .low(let drop): follow(drop, &history, &texture, pace_seconds)
        }
    }

    private mutating func watch(
        _ history: inout LineHistory,
        _ targets: TargetTrack,
        _ texture: inout FineTexture,
        _ gap_seconds: Double,
        _ pace_seconds: Double
    ) -> LevelDrop? {
        let now = history.latest_seconds
        let window = max(Self.leastWindow, Int((Self.window_seconds / pace_seconds).rounded(.up)))
        sinceRebuild += 1
        // A drop must not lower what it is measured against: while the line is low the reference stands.
        if !memory.isBelow, !reference.isKnown || sinceRebuild >= Self.rebuildEvery {
            if !reference.isKnown { isFirstLook = true }
            reference.rebuild(from: history, window: window, at: now, pace_seconds: pace_seconds)
            sinceRebuild = 0
        }
        guard now >= quietUntil_seconds, reference.isKnown, let median = latestMedian(history, window) else {
            return nil
        }
        memory.watch(gap_seconds)
        let away = ReferenceLevel.distance_seconds(window: window, pace_seconds: pace_seconds)
        climb(median, history, lookBack: isFirstLook ? Int(away / pace_seconds) : window)
        isFirstLook = false
        guard let drop = judge(history, targets, &texture, pace_seconds: pace_seconds) else { return nil }
        history.markUnusual(from: history.firstIndex(from: drop.since_seconds))
        memory.forgetStays()
        state = .low(drop)
        return drop
    }

    private mutating func follow(
        _ drop: LevelDrop,
        _ history: inout LineHistory,
        _ texture: inout FineTexture,
        _ pace_seconds: Double
    ) -> Change? {
        let now = history.latest_seconds
        history.markUnusual(from: history.count - 1)
        let window = max(Self.leastWindow, Int((Self.clearing_seconds / pace_seconds).rounded(.up)))
        if let median = latestMedian(history, window), median > Self.recovered {
            if drop.ceiling == nil {
                let length = min(now - drop.since_seconds, Self.longestNote_seconds)
                memory.note(depth: drop.depth, length_seconds: length)
            }
            history.markUsual(from: history.count - window)
            state = .watching
            return .cleared(drop)
        }
        if let deeper = deepened(drop, history) {
            state = .low(deeper)
            return .refined(deeper)
        }
        guard drop.reviews < Self.reviewsAfter_seconds.count,
            now - drop.noticed_seconds >= Self.reviewsAfter_seconds[drop.reviews]
        else { return nil }
        var reviewed = drop
        reviewed.reviews += 1
        reviewed.kind = review(&reviewed, history, &texture)
        state = .low(reviewed)
        // A ceiling that shows only now may be a bucket's.
        let isNews = reviewed.kind != drop.kind || drop.ceiling == nil && reviewed.ceiling != nil
        return isNews ? .refined(reviewed) : nil
    }

    /// The median of the latest steps as a share of the usual speed; `nil` when a target's usual speed isn't known.
    private mutating func latestMedian(_ history: LineHistory, _ window: Int) -> Double? {
        guard history.count >= window else { return nil }
        sorter.removeAll()
        for index in history.count - window..<history.count {
            guard let ratio = reference.ratio(of: history[index]) else { return nil }
            sorter.append(ratio)
        }
        return sorter.median()
    }

    /// Enters and leaves rungs.
    private mutating func climb(_ median: Double, _ history: LineHistory, lookBack: Int) {
        for rung in memory.rungs.indices {
            let ratio = memory.rungs[rung]
            if median >= ratio {
                if median > ratio + Self.hysteresis { memory.leave(rung, at: history.latest_seconds) }
            } else if memory.since_seconds[rung] == nil {
                // The stay began with the first of the low steps in a row.
                var first = history.count - 1
                let oldest = max(history.count - 1 - lookBack, 0)
                while first > oldest, let before = reference.ratio(of: history[first - 1]), before < ratio {
                    first -= 1
                }
                memory.enter(rung, since: history[first].time_seconds)
            }
        }
    }
}
