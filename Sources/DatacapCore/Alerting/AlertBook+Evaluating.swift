extension AlertBook {
    /// Looks at the signals, about once a second.
    ///
    /// - Parameters:
    ///   - signals: The station's figures.
    ///   - now: The time.
    /// - Returns: What to do, in this order.
    package mutating func evaluate(_ signals: AlertSignals, at now: Moment) -> [Station.Effect] {
        advance(to: now)
        let elapsed = lastLook.map { min(time - $0, Self.longestStep) } ?? .zero
        lastLook = time
        endings = [:]
        self.signals = signals
        noteCrashes()
        var effects: [Station.Effect] = []
        for (name, end) in silences where end <= time {
            silences[name] = nil
            effects.append(.publishAlert(name))
            change()
        }
        for rule in rules.rules where rule.isEnabled {
            evaluations += 1
            effects += step(rule, by: elapsed, at: now)
        }
        remind(at: now)
        outbox.prune(active: activeIncidents)
        ended.removeAll { $0.until <= time }
        let hasTimers = !states.isEmpty || !outbox.isEmpty || !silences.isEmpty
        if hasTimers, time - saving.lastTime >= Self.saveInterval { change() }
        return effects + flush(at: now)
    }

    private mutating func noteCrashes() {
        let new = max(0, signals.restarts - (countedRestarts ?? 0))
        countedRestarts = signals.restarts
        crashes += [Duration](repeating: time, count: Int(min(new, 1_000)))
        crashes.removeAll { time - $0 > .seconds(86_400) }
        if crashes.count > 1_000 { crashes.removeFirst(crashes.count - 1_000) }
    }

    private mutating func step(_ rule: AlertRule, by elapsed: Duration, at now: Moment) -> [Station.Effect] {
        let reading = reading(of: rule)
        // Nearly every look is this one, and what follows costs ten times as much.
        let isQuiet = reading == .fails || reading == .unknown && rule.noData != .fire
        if isQuiet, states[rule.name] == nil { return [] }
        let (state, event) = state(of: rule.name).next(
            AlertState.Step(
                reading: reading,
                elapsed: elapsed,
                time: now.timestamp,
                rule: rule,
                beginning: beginning(of: rule, at: now)
            )
        )
        states[rule.name] = state == .inactive ? nil : state
        guard let event else { return [] }
        change()
        var effects: [Station.Effect] = [.publishAlert(rule.name)]
        switch event {
        case .began, .lapsed, .eased, .returned: break
        case .fired(let incident):
            incidents += 1
            // An Alertmanager takes the last that it is told of the same labels.
            ended.removeAll { $0.notice.fingerprint == incident.fingerprint }
            wakeFeeds()
            effects.append(.log(.notice, "alert \(rule.name) fires (\(incident.id))"))
        case .ended(let incident, let reason):
            end(incident, of: rule, because: reason, at: now)
            effects.append(.log(.notice, "alert \(rule.name) is over: \(reason.rawValue) (\(incident.id))"))
        }
        return effects
    }

    private func reading(of rule: AlertRule) -> AlertReading {
        // What is used of a cap in a period stays used: a cap's alert is over when its period is.
        if let period = states[rule.name]?.incident?.period {
            return AlertReading(period == signals.period)
        }
        return rule.condition.reading(
            signals,
            crashes: { within in crashes.count { time - $0 <= within } },
            isDeliveryFailing: isDeliveryFailing
        )
    }

    private func beginning(of rule: AlertRule, at now: Moment) -> Incident {
        let labels = rule.labels(host: signals.host)
        let number = incidents + 1
        return Incident(
            id: "\(labels.fingerprint)-\(now.timestamp.milliseconds.magnitude)-\(number)",
            number: number,
            startsAt: now.timestamp,
            labels: labels,
            period: rule.condition.name == .cap ? signals.period : nil,
            sendsResolved: rule.sendsResolved
        )
    }

    /// Ends an incident: whoever was told of it is told of its end.
    mutating func end(_ incident: Incident, of rule: AlertRule?, because reason: IncidentEnd, at now: Moment) {
        endings[incident.id] = reason
        let sendsResolved = rule?.sendsResolved ?? incident.sendsResolved
        for (destination, number) in outbox.end(incident.id, at: now.timestamp) where sendsResolved {
            let notice = notice(of: incident, rule, to: destination, number: number, end: reason, at: now)
            outbox.put(notice, to: destination, at: time)
        }
        let receivers = (rule?.receivers ?? []).filter { name in feeds.contains { $0.receiver == name } }
        if !receivers.isEmpty {
            let anyone = Destination(receiver: receivers[0], address: nil)
            let notice = notice(of: incident, rule, to: anyone, number: 0, end: reason, at: now)
            ended.removeAll { $0.notice.fingerprint == incident.fingerprint }
            ended.append(
                EndedIncident(notice: notice, receivers: receivers, until: time + AlertmanagerFeed.memory)
            )
        }
        wakeFeeds()
        change()
    }

    /// Queues what is due: the first notice of an incident, and its reminders.
    private mutating func remind(at now: Moment) {
        for (rule, incident) in firing where isSilenced(rule.name) { outbox.hold(incident.id, at: now.timestamp) }
        for rule in rules.rules where rule.isEnabled && !isSilenced(rule.name) {
            guard case .firing(let incident)? = states[rule.name] else { continue }
            for destination in rule.receivers.flatMap(rules.destinations) {
                let lane = outbox.lane(destination)
                let due = outbox.lanes[lane].due(incident.id, every: rule.repeatInterval)
                guard let due, due <= time else { continue }
                let number = (outbox.lanes[lane].standings[incident.id]?.number ?? 0) + 1
                let notice = notice(of: incident, rule, to: destination, number: number, end: nil, at: now)
                outbox.put(notice, to: destination, at: time)
                change()
            }
        }
    }

    /// Has every Alertmanager told the state at the next occasion.
    mutating func wakeFeeds() {
        for index in feeds.indices { feeds[index].due = min(feeds[index].due, time) }
    }
}
