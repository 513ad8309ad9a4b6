/// Tells throttling from noise: samples in, verdicts with evidence out.
///
/// A plain value without clock or I/O. A sample costs a few microseconds, and nothing is allocated while nothing
/// changes; every ring has a fixed capacity, so `memory_bytes` holds whatever the run time. Samples closer together
/// than two minutes are a running measurement, others scheduled tests: the two are judged apart, by the same ideas.
/// The method and its figures are in `docs/detection.md`.
package struct LineDetector: Sendable {
    /// The most memory that a detector takes.
    package static let memory_bytes = 256 * 1024

    /// The share of its usual speed at which a line is full.
    private static let full = 0.9
    /// How little of its usual share a target must get of a full line to be called slow.
    private static let unfair = 0.4

    var settings: DetectorSettings
    var cadence = Cadence()
    var history = LineHistory()
    var targets = TargetTrack()
    var level: LevelTrack
    var scheduled: ScheduledDetector
    var log = DetectionLog()
    /// What single tests say, beside what the running measurement does.
    var testLog = DetectionLog(after: 1 << 30)
    private var steps = StepMaker()
    private var meter = TargetMeter()
    private var baselines = TargetBaselines()
    private var outage = OutageTrack()
    private var burst = BurstShaping()
    private var texture = FineTexture()
    private var crossTraffic = CrossTraffic()

    /// Whether somebody can ask a second witness before the provider is accused; see ``confirm(_:at:)``.
    package var asksWitnesses: Bool {
        get { level.asksWitnesses }
        set { level.asksWitnesses = newValue }
    }
    private var last_seconds: Double?
    private var lastStep_seconds = 0.0
    private var usage_bytes = 0.0
    private var transferStart_seconds = 0.0
    private var isBurstFound = false
    private var stepsTaken = 0

    /// Makes a detector that knows nothing of the line.
    ///
    /// - Parameters:
    ///   - settings: What it may be told.
    ///   - memory: What a detector had learnt of the line before.
    package init(settings: DetectorSettings = DetectorSettings(), restoring memory: LineMemory? = nil) {
        self.settings = settings
        level = LevelTrack(settings: settings)
        scheduled = ScheduledDetector(settings: settings, restoring: memory?.tests)
        guard let memory else { return }
        level.memory.restore(squares: memory.dips, observed_seconds: memory.dipsObserved_seconds)
        level.volumes.restore(onsets: memory.onsets, usage_bytes: memory.usage_bytes)
    }

    /// What is wrong with the line now, the oldest first; empty when nothing is, or nothing is known yet.
    package var current: [Detection] { log.open + testLog.open }

    /// Whether enough of the line has been seen to tell anything: `undecided` turns `normal` then.
    package var isLearning: Bool {
        cadence.isScheduled || last_seconds == nil ? !scheduled.isKnown : !level.reference.isKnown && level.drop == nil
    }

    /// What has been learnt of the line, to be kept.
    package var memory: LineMemory {
        let (squares, observed_seconds) = level.memory.kept
        let (onsets, usage_bytes) = level.volumes.kept
        return LineMemory(
            dips: squares,
            dipsObserved_seconds: observed_seconds,
            onsets: onsets,
            usage_bytes: usage_bytes,
            tests: scheduled.state
        )
    }

    /// The pace of steps: samples closer together are pooled.
    private var pace_seconds: Double { max(cadence.typical_seconds, 0.9) }

    /// Takes one sample in.
    ///
    /// - Parameters:
    ///   - sample: The speed over the time since the sample before.
    ///   - now: When that time ended.
    /// - Returns: What is to be said that wasn't before; mostly nothing.
    package mutating func observe(_ sample: LineSample, at now: Moment) -> [DetectionEvent] {
        log.begin(now)
        let time = now.uptime.seconds
        let gap = last_seconds.map { max(time - $0, 0) }
        last_seconds = time
        if let gap { cadence.take(gap_seconds: gap) }
        if cadence.isScheduled { return observeTest(sample, at: now) }
        let isBreak = gap.map { cadence.breaksFlow($0) } ?? true
        if isBreak { beginTransfer(at: time) }
        let covered = isBreak ? cadence.typical_seconds : gap ?? cadence.typical_seconds
        meterUsage(sample, over: covered)
        observeFlow(sample, over: covered, at: time)
        return log.events
    }

    private mutating func meterUsage(_ sample: LineSample, over gap_seconds: Double) {
        usage_bytes =
            sample.cycleUsage.map { Double($0.bytes) } ?? usage_bytes + sample.rate.bytesPerSecond * gap_seconds
        level.volumes.follow(usage_bytes)
    }

    private mutating func beginTransfer(at time_seconds: Double) {
        transferStart_seconds = time_seconds
        isBurstFound = false
        steps.restart()
        meter.restart()
        level.interrupt()
    }

    private mutating func observeFlow(_ sample: LineSample, over gap_seconds: Double, at time_seconds: Double) {
        let rate = sample.rate.megabitsPerSecond
        switch outage.take(rate_mbps: rate, at: time_seconds, typical_seconds: cadence.typical_seconds) {
        case .flowing: break
        case .silent: return
        case .began(let since):
            log.raise(.outage, since_seconds: since, confidence: 0.99)
            return
        case .ended:
            log.clear(.outage)
            level.interrupt(until: time_seconds + OutageTrack.settling_seconds)
            return
        }
        let other = sample.otherTraffic.megabitsPerSecond
        if gap_seconds < FineTexture.longestGap_seconds { texture.take(rate_mbps: rate + other, at: time_seconds) }
        if case .targets(let rates) = sample.source { meter.take(rates, over: gap_seconds) }
        let piece = LineStep(
            time_seconds: time_seconds,
            rate_mbps: rate,
            other_mbps: other,
            slot: sample.source.slot,
            usage_bytes: usage_bytes,
            isUsual: sample.isSettled,
            limit: sample.localLimit,
            lossShare: sample.lossShare,
            roundTrip_seconds: sample.roundTrip?.seconds
        )
        if let step = steps.take(piece, over: gap_seconds) { take(step) }
    }

    private mutating func take(_ own: LineStep) {
        let gap = min(own.time_seconds - lastStep_seconds, 8 * pace_seconds)
        lastStep_seconds = own.time_seconds
        let step = level.reference.withOtherTraffic(own)
        followCrossTraffic(own: own, all: step)
        history.append(step)
        stepsTaken += 1
        guard history.count >= 8 else { return meter.restart() }
        if level.drop == nil {
            if targets.active(at: step.time_seconds) < 2, lookForBurst(step) { return }
            followTargets(step)
        }
        meter.restart()
        let change = level.take(
            &history,
            targets: targets,
            texture: &texture,
            gap_seconds: gap,
            pace_seconds: pace_seconds
        )
        switch change {
        case nil: break
        case .raised(var drop):
            nameBurst(&drop)
            raise(drop)
        case .refined(var drop):
            nameBurst(&drop)
            refine(drop)
        case .cleared: log.clearLevel()
        }
    }

    private mutating func followCrossTraffic(own: LineStep, all: LineStep) {
        guard let ownRatio = level.reference.ratio(of: own), let ratio = level.reference.ratio(of: all) else { return }
        let kind = Detection.Kind.localLimit(.crossTraffic)
        switch crossTraffic.take(own: ownRatio, all: ratio, at: own.time_seconds, slowRatio: settings.slowRatio) {
        case nil: break
        case .began(let since): log.raise(kind, since_seconds: since, confidence: 0.9)
        case .ended: log.clear(kind)
        }
    }

    mutating func noteOnset(_ drop: LevelDrop) {
        guard case .throttled = drop.kind else { return }
        level.volumes.note(onset_bytes: usage(at: drop.since_seconds))
    }

    /// What the cycle had cost by then.
    func usage(at time_seconds: Double) -> Double { history[history.firstIndex(from: time_seconds)].usage_bytes }

    private mutating func followTargets(_ step: LineStep) {
        guard step.slot == LineHistory.sharedSlot else {
            guard let ratio = level.reference.ratio(of: step) else { return }
            followTarget(step.slot, ratio, at: step.time_seconds, slowRatio: settings.slowRatio)
            if targets.slow[step.slot] { history.markUnusual(slot: step.slot, from: step.time_seconds) }
            return
        }
        // Connections share a full line unevenly for a minute at a time: what one target loses another has.
        let isFull = level.reference.ratio(of: step).map { $0 > Self.full } ?? true
        let slowRatio = isFull ? Self.unfair : settings.slowRatio
        for slot in 0..<LineHistory.sharedSlot where meter.megabits[slot] > 0 {
            let rate = meter.megabits[slot] / max(meter.duration_seconds, 1e-9)
            if let ratio = baselines.ratio(slot, rate_mbps: rate) {
                followTarget(slot, ratio, at: step.time_seconds, slowRatio: slowRatio)
            }
            if !level.isSuspicious, !targets.slow[slot], step.isUsual { baselines.learn(slot, rate_mbps: rate) }
        }
    }

    private mutating func followTarget(_ slot: Int, _ ratio: Double, at time_seconds: Double, slowRatio: Double) {
        switch targets.take(slot: slot, ratio: ratio, at: time_seconds, slowRatio: slowRatio) {
        case nil: break
        case .slow(let slot, let since):
            log.raise(.targetSlow(slot), since_seconds: since, confidence: 0.9)
            history.markUnusual(slot: slot, from: since)
            level.interrupt()
        case .recovered(let slot): log.clear(.targetSlow(slot))
        }
    }

    /// A ceiling that a transfer met within its first moments is a bucket run empty, not a new limit.
    private func nameBurst(_ drop: inout LevelDrop) {
        guard case .throttled(nil) = drop.kind, let ceiling = drop.ceiling, drop.rest == nil,
            (0...BurstShaping.longestBurst_seconds).contains(drop.since_seconds - transferStart_seconds)
        else { return }
        let sustained = ceiling * drop.before_mbps
        let bytes = BurstShaping.bucket_bytes(
            history,
            from: transferStart_seconds,
            until: drop.since_seconds,
            sustained_mbps: sustained
        )
        drop.kind = .burstShaping(TokenBucket(sustained: .megabits(sustained), burst: ByteCount(Int64(bytes))))
    }

    private mutating func lookForBurst(_ step: LineStep) -> Bool {
        guard !isBurstFound, stepsTaken.isMultiple(of: 4),
            step.time_seconds - transferStart_seconds <= BurstShaping.watched_seconds,
            let drop = burst.look(history, from: transferStart_seconds, pace_seconds: pace_seconds)
        else { return false }
        isBurstFound = true
        level.adopt(drop, slot: step.slot)
        raise(drop)
        return true
    }
}

extension LineSample.Source {
    /// Where a step of it belongs.
    fileprivate var slot: Int {
        switch self {
        case .target(let index): min(max(index, 0), LineHistory.sharedSlot - 1)
        case .targets: LineHistory.sharedSlot
        }
    }
}
