extension Outbox {
    /// Chooses what goes next: at most one notice of each lane, once the state that says so is saved.
    ///
    /// Of hooks, ``hookLimit`` run at a time, and one of each rule: what a hook does may not bear another beside it.
    ///
    /// - Parameters:
    ///   - time: The running time.
    ///   - revision: The revision that what is chosen belongs to.
    ///   - isHook: Whether a destination is a hook.
    ///   - now: The wall clock's time.
    /// - Returns: Whether anything changed.
    mutating func choose(
        at time: Duration,
        revision: Int,
        isHook: (Destination) -> Bool,
        _ now: Timestamp
    ) -> Bool {
        var isChange = false
        var hooked = lanes.compactMap { isHook($0.destination) ? $0.flight?.alert : nil }
        for index in lanes.indices where lanes[index].flight == nil {
            while let head = lanes[index].entries.first {
                if head.notice.status == .resolved, lanes[index].standings[head.notice.incident]?.isOpen != true {
                    lanes[index].entries.removeFirst()
                    lanes[index].standings[head.notice.incident] = nil
                    drop(head.notice, "its firing notice never arrived", of: lanes[index].destination, at: now)
                } else if time - head.queued >= Backoff.patience {
                    finish(index, head, at: time, mayHaveArrived: head.isUncertain)
                    count(lanes[index].destination.receiver) { $0.failures += 1 }
                    log.settle(head.notice.id, .failed("given up after a day"), at: now)
                } else if isHook(lanes[index].destination),
                    hooked.count >= Self.hookLimit || hooked.contains(head.notice.alert)
                {
                    break
                } else if head.notBefore <= time {
                    if isHook(lanes[index].destination) { hooked.append(head.notice.alert) }
                    lanes[index].entries[0].isUncertain = true
                    lanes[index].entries[0].attempts += 1
                    lanes[index].flight = Lane.Flight(
                        id: head.notice.id,
                        revision: revision,
                        wasUncertain: head.isUncertain,
                        alert: head.notice.alert
                    )
                    isChange = true
                    break
                } else {
                    break
                }
                isChange = true
            }
        }
        return isChange
    }

    /// Begins the deliveries whose state is saved.
    ///
    /// - Parameters:
    ///   - revision: The latest saved revision.
    ///   - time: The running time.
    /// - Returns: What goes where.
    mutating func start(saved revision: Int, at time: Duration) -> [(notice: Notice, destination: Destination)] {
        var started: [(Notice, Destination)] = []
        for index in lanes.indices {
            guard let flight = lanes[index].flight, flight.start == nil, flight.revision <= revision,
                let head = lanes[index].entries.first
            else { continue }
            lanes[index].flight?.start = time
            count(lanes[index].destination.receiver) { $0.attempts += 1 }
            started.append((head.notice, lanes[index].destination))
        }
        return started
    }

    /// Takes in what became of an attempt.
    ///
    /// - Parameters:
    ///   - id: The notice's id.
    ///   - outcome: What became of it.
    ///   - time: The running time.
    ///   - active: The incidents that aren't over.
    ///   - limit: The longest wait before the next attempt.
    ///   - random: Spreads the attempts.
    ///   - now: The wall clock's time.
    /// - Returns: The notice, or `nil` if no such attempt is under way.
    mutating func settle(
        _ id: String,
        _ outcome: DeliveryOutcome,
        at time: Duration,
        active: Set<String>,
        limit: (Destination) -> Duration,
        random: inout SplitMix64,
        _ now: Timestamp
    ) -> Notice? {
        guard let index = lanes.firstIndex(where: { $0.flight?.id == id }),
            let head = lanes[index].entries.first, let flight = lanes[index].flight, let start = flight.start
        else { return nil }
        lanes[index].flight = nil
        let destination = lanes[index].destination
        count(destination.receiver) { $0.end(after: time - start) }
        switch outcome {
        case .delivered(let detail):
            lanes[index].isFailing = false
            finish(index, head, at: time, mayHaveArrived: true)
            log.settle(id, .delivered(detail.cleaned(limit: 500)), attempts: head.attempts, at: now)
        case .retry(let reason, let after):
            lanes[index].isFailing = true
            let wait = Backoff(limit: limit(destination)).delay(after: head.attempts, wish: after, random: &random)
            lanes[index].entries[0].isUncertain = flight.wasUncertain
            lanes[index].entries[0].notBefore = time + wait
            log.settle(id, .retrying(reason.cleaned(limit: 500)), attempts: head.attempts, at: now)
            if !flight.wasUncertain { withdrawIfOver(index, head.notice, active: active, at: now) }
        case .uncertain(let reason):
            lanes[index].isFailing = true
            let wait = Backoff(limit: limit(destination)).delay(after: head.attempts, wish: nil, random: &random)
            lanes[index].entries[0].notBefore = time + wait
            log.settle(id, .retrying(reason.cleaned(limit: 500)), attempts: head.attempts, at: now)
        case .final(let reason):
            lanes[index].isFailing = true
            finish(index, head, at: time, mayHaveArrived: flight.wasUncertain)
            count(destination.receiver) { $0.failures += 1 }
            log.settle(id, .failed(reason.cleaned(limit: 500)), attempts: head.attempts, at: now)
        }
        return head.notice
    }

    /// Takes the head off its lane and notes what its destination now knows.
    private mutating func finish(_ index: Int, _ head: Lane.Entry, at time: Duration, mayHaveArrived: Bool) {
        lanes[index].entries.removeFirst()
        switch head.notice.status {
        case .firing:
            lanes[index].standings[head.notice.incident]?.last = time
            if mayHaveArrived { lanes[index].standings[head.notice.incident]?.isOpen = true }
        case .resolved:
            lanes[index].standings[head.notice.incident] = nil
        }
    }

    /// Withdraws a firing notice that didn't arrive of an incident that is over meanwhile.
    private mutating func withdrawIfOver(_ index: Int, _ notice: Notice, active: Set<String>, at now: Timestamp) {
        guard notice.status == .firing, !active.contains(notice.incident) else { return }
        lanes[index].entries.removeFirst()
        drop(notice, "it was over before it could be told", of: lanes[index].destination, at: now)
    }
}
