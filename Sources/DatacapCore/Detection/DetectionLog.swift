/// The detections that are open, and the events of the sample in hand.
struct DetectionLog: Sendable {
    private(set) var open: [Detection] = []
    private(set) var events: [DetectionEvent] = []
    private var numbered: Int
    /// The number of the one that is about the level of the whole line.
    private var ofLevel: Int?
    private var now = Moment(timestamp: Timestamp(milliseconds: 0), uptime: .zero)

    /// Makes a log whose detections are numbered from the one after that.
    init(after number: Int = 0) { numbered = number }

    mutating func begin(_ moment: Moment) {
        now = moment
        if !events.isEmpty { events = [] }
    }

    mutating func raise(_ kind: Detection.Kind, since_seconds: Double, confidence: Double) {
        add(
            Detection(
                number: 0,
                kind: kind,
                since: timestamp(since_seconds),
                noticed: now.timestamp,
                before: nil,
                after: nil,
                confidence: confidence
            )
        )
    }

    mutating func raise(_ drop: LevelDrop) {
        add(detection(drop))
        ofLevel = numbered
    }

    mutating func refine(_ drop: LevelDrop) {
        guard let index = open.firstIndex(where: { $0.number == ofLevel }) else { return }
        var refined = detection(drop)
        refined.number = open[index].number
        refined.noticed = open[index].noticed
        open[index] = refined
        events.append(.refined(refined))
    }

    /// Whether something is said of the level.
    var hasLevel: Bool { ofLevel != nil }

    /// Whether what is said of the level accuses the provider.
    var accusesLevel: Bool { open.contains { $0.number == ofLevel && $0.accuses } }

    mutating func clearLevel() {
        guard let index = open.firstIndex(where: { $0.number == ofLevel }) else { return }
        events.append(.cleared(open.remove(at: index), at: now.timestamp))
        ofLevel = nil
    }

    mutating func clear(_ kind: Detection.Kind) {
        for index in open.indices.reversed() where open[index].kind == kind && open[index].number != ofLevel {
            events.append(.cleared(open.remove(at: index), at: now.timestamp))
        }
    }

    private mutating func add(_ detection: Detection) {
        numbered += 1
        var numberedDetection = detection
        numberedDetection.number = numbered
        open.append(numberedDetection)
        events.append(.raised(numberedDetection))
    }

    private func detection(_ drop: LevelDrop) -> Detection {
        let before = drop.before_mbps
        var detection = Detection(
            number: 0,
            kind: drop.isBeingChecked ? .undecided : drop.kind,
            since: timestamp(drop.since_seconds),
            noticed: now.timestamp,
            before: RateInterval(
                rate: .megabits(before),
                low: .megabits(before * (1 - 2 * drop.noise)),
                high: .megabits(before * (1 + 2 * drop.noise))
            ),
            after: RateInterval(
                rate: .megabits(drop.after_mbps),
                low: .megabits(drop.afterLow_mbps),
                high: .megabits(drop.afterHigh_mbps)
            ),
            confidence: drop.confidence
        )
        detection.isBeingChecked = drop.isBeingChecked
        detection.probes = drop.probes
        detection.rest = drop.rest
        return detection
    }

    private func timestamp(_ time_seconds: Double) -> Timestamp {
        let back = (now.uptime.seconds - time_seconds) * 1_000
        return Timestamp(milliseconds: now.timestamp.milliseconds - Int64(back.rounded()))
    }
}
