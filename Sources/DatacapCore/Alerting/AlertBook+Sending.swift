extension AlertBook {
    /// How long a delivery waits for a disk that takes its time.
    private static let savePatience = Duration.seconds(30)

    /// Begins what is due: saves before deliveries, posts to Alertmanagers at once.
    mutating func flush(at now: Moment) -> [Station.Effect] {
        let isHook = { [rules] destination in rules.isHook(destination) }
        if outbox.choose(at: time, revision: saving.revision + 1, isHook: isHook, now.timestamp) { change() }
        return save() + deliver() + post(at: now)
    }

    /// Hands the state out to be saved, if it changed and isn't being saved already.
    private mutating func save() -> [Station.Effect] {
        guard saving.underWay == nil else { return [] }
        let mustTryAgain = saving.retryTime.map { $0 <= time } ?? false
        guard saving.revision > saving.saved || mustTryAgain else { return [] }
        saving.underWay = saving.revision
        saving.lastTime = time
        saving.retryTime = nil
        return [.saveAlerts]
    }

    /// Saves the state once more before the daemon leaves, if anything ever happened.
    mutating func leave(at now: Moment) -> [Station.Effect] {
        guard saving.revision > 0 else { return [] }
        advance(to: now)
        change()
        return save()
    }

    private mutating func deliver() -> [Station.Effect] {
        // A disk that hangs is no reason for silence either.
        let isStuck = saving.underWay != nil && time - saving.lastTime >= Self.savePatience
        return outbox.start(saved: isStuck ? .max : saving.saved, at: time).compactMap { notice, destination in
            rules.receiver(for: destination).map { .deliver(notice, $0) }
        }
    }

    private mutating func post(at now: Moment) -> [Station.Effect] {
        var effects: [Station.Effect] = []
        for index in feeds.indices where feeds[index].start == nil && feeds[index].due <= time {
            feeds[index].due = time + AlertmanagerFeed.interval
            let notices = feed(of: feeds[index].receiver, at: now)
            guard !notices.isEmpty, let receiver = rules.receiver(feeds[index].receiver) else { continue }
            feeds[index].start = time
            outbox.count(receiver.name) { $0.attempts += 1 }
            effects.append(.post(notices, receiver))
        }
        return effects
    }

    /// Takes in that the state was saved, or why it couldn't be.
    ///
    /// A state that can't be saved holds no delivery up: a disk that is full is no reason for silence. It's tried again
    /// after a while; a daemon that dies until then may tell something twice.
    ///
    /// - Parameters:
    ///   - fault: Why it couldn't be saved.
    ///   - now: The time.
    /// - Returns: What to do, in this order.
    package mutating func saved(_ fault: String?, at now: Moment) -> [Station.Effect] {
        advance(to: now)
        guard let revision = saving.underWay else { return [] }
        saving.underWay = nil
        saving.saved = max(saving.saved, revision)
        guard let fault else { return flush(at: now) }
        saving.retryTime = time + .seconds(5)
        return [.log(.error, "the alerts' state could not be written: \(fault)")] + flush(at: now)
    }

    /// Takes in what became of a delivery.
    ///
    /// - Parameters:
    ///   - id: The notice's id.
    ///   - outcome: What became of it.
    ///   - now: The time.
    /// - Returns: What to do, in this order.
    package mutating func delivered(_ id: String, _ outcome: DeliveryOutcome, at now: Moment) -> [Station.Effect] {
        advance(to: now)
        if let (destination, start) = tests.removeValue(forKey: id) {
            outbox.count(destination.receiver) { $0.end(after: time - start) }
            let result = NoticeLog.Outcome(lastAttempt: outcome)
            outbox.log.settle(id, result, attempts: 1, at: now.timestamp)
            if case .delivered = outcome { noteReachable(destination) }
            let line = "test of receiver \(destination.receiver): \(result.name): \(result.detail)"
            return [.log(.info, line)] + flush(at: now)
        }
        let settled = outbox.settle(
            id,
            outcome,
            at: time,
            active: activeIncidents,
            limit: { [rules] in rules.longestWait(for: $0) },
            random: &random,
            now.timestamp
        )
        guard let notice = settled else { return [] }
        change()
        let level: Station.LogLevel = if case .delivered = outcome { .info } else { .warning }
        let line = "alert \(notice.alert) (\(notice.status.rawValue)) to \(notice.receiver): \(outcome.sentence)"
        return [.log(level, line), .publishAlert(notice.alert)] + flush(at: now)
    }

    /// Notes that a test arrived: the destination isn't out of reach any more.
    private mutating func noteReachable(_ destination: Destination) {
        for index in outbox.lanes.indices where outbox.lanes[index].destination == destination {
            outbox.lanes[index].isFailing = false
        }
        for index in feeds.indices where feeds[index].receiver == destination.receiver {
            feeds[index].isFailing = false
        }
        change()
    }

    /// Takes in what became of a post to an Alertmanager.
    ///
    /// - Parameters:
    ///   - receiver: The receiver's name.
    ///   - outcome: What became of it.
    ///   - now: The time.
    /// - Returns: What to do, in this order.
    package mutating func posted(
        to receiver: String,
        _ outcome: DeliveryOutcome,
        at now: Moment
    ) -> [Station.Effect] {
        advance(to: now)
        guard let index = feeds.firstIndex(where: { $0.receiver == receiver }), let start = feeds[index].start else {
            return []
        }
        let wasFailing = feeds[index].isFailing
        outbox.count(receiver) { $0.end(after: time - start) }
        feeds[index].start = nil
        feeds[index].latest = (outcome, now.timestamp)
        if case .delivered = outcome {
            feeds[index].isFailing = false
            return (wasFailing ? [.log(.info, "\(receiver) is told again")] : []) + flush(at: now)
        }
        feeds[index].isFailing = true
        feeds[index].due = min(feeds[index].due, time + AlertmanagerFeed.retryDelay)
        outbox.count(receiver) { $0.failures += 1 }
        return (wasFailing ? [] : [.log(.warning, "\(receiver) can't be told: \(outcome.sentence)")]) + flush(at: now)
    }
}

extension AlertRules {
    /// Whether a destination is a hook.
    fileprivate func isHook(_ destination: Destination) -> Bool {
        if case .exec? = receiver(destination.receiver)?.way { true } else { false }
    }

    /// The longest wait before a notice is tried again.
    fileprivate func longestWait(for destination: Destination) -> Duration {
        destination.address == nil ? Backoff.usualLimit : Backoff.mailLimit
    }
}

extension NoticeLog.Outcome {
    /// What became of a notice that is tried once.
    fileprivate init(lastAttempt outcome: DeliveryOutcome) {
        switch outcome {
        case .delivered(let detail): self = .delivered(detail.cleaned(limit: 500))
        case .retry(let reason, _), .uncertain(let reason): self = .failed(reason.cleaned(limit: 500))
        case .final(let reason): self = .failed(reason.cleaned(limit: 500))
        }
    }
}

extension DeliveryOutcome {
    /// The outcome as a person reads it.
    package var sentence: String {
        switch self {
        case .delivered(let detail): detail.isEmpty ? "delivered" : "delivered: \(detail.cleaned(limit: 200))"
        case .uncertain(let reason): "may have arrived, to be tried again: \(reason.cleaned(limit: 200))"
        case .retry(let reason, _): "failed, to be tried again: \(reason.cleaned(limit: 200))"
        case .final(let reason): "failed for good: \(reason.cleaned(limit: 200))"
        }
    }
}
