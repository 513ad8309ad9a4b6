/// What a person or a program may ask of the alerts.
package enum AlertCommand: Hashable, Sendable {
    /// Tell nobody of an alert for a while; its end is still told to who heard of it.
    case silence(alert: String, for: Duration)
    /// End a silence.
    case unsilence(alert: String)
    /// Send a test through a receiver.
    case test(receiver: String)
}

/// What became of an ``AlertCommand``.
package struct AlertCommandAnswer: Hashable, Sendable {
    /// Whether there is such an alert or receiver.
    package var isKnown: Bool
    /// What happened, as a person reads it.
    package var message: String
    /// The test notices that were sent.
    package var noticeIDs: [String] = []
}

extension AlertBook {
    /// Carries a command out.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - now: The time.
    /// - Returns: The answer, and what to do, in this order.
    package mutating func carryOut(
        _ command: AlertCommand,
        at now: Moment
    ) -> (answer: AlertCommandAnswer, effects: [Station.Effect]) {
        advance(to: now)
        switch command {
        case .silence(let alert, let duration):
            guard rules.rule(alert) != nil else { return (.unknown("alert", alert), []) }
            silences[alert] = time + duration
            return silenceChanged(alert, "The alert is silenced.", at: now)
        case .unsilence(let alert):
            guard rules.rule(alert) != nil else { return (.unknown("alert", alert), []) }
            guard silences.removeValue(forKey: alert) != nil else {
                return (AlertCommandAnswer(isKnown: true, message: "The alert wasn't silenced."), [])
            }
            return silenceChanged(alert, "The silence is over.", at: now)
        case .test(let name):
            guard let receiver = rules.receiver(name) else { return (.unknown("receiver", name), []) }
            return test(receiver, at: now)
        }
    }

    private mutating func silenceChanged(
        _ alert: String,
        _ message: String,
        at now: Moment
    ) -> (AlertCommandAnswer, [Station.Effect]) {
        change()
        wakeFeeds()
        let answer = AlertCommandAnswer(isKnown: true, message: message)
        return (answer, [.publishAlert(alert)] + flush(at: now))
    }

    /// A test goes at once and once: past the queue, unsaved, untried again.
    private mutating func test(
        _ receiver: Receiver,
        at now: Moment
    ) -> (AlertCommandAnswer, [Station.Effect]) {
        guard !tests.values.contains(where: { $0.0.receiver == receiver.name }) else {
            return (AlertCommandAnswer(isKnown: true, message: "A test of this receiver is still under way."), [])
        }
        var effects: [Station.Effect] = []
        var answer = AlertCommandAnswer(isKnown: true, message: "A test was sent.")
        var destinations = rules.destinations(of: receiver.name)
        if destinations.isEmpty { destinations = [Destination(receiver: receiver.name, address: nil)] }
        for destination in destinations {
            let notice = testNotice(to: destination, at: now)
            tests[notice.id] = (destination, time)
            outbox.log.add(notice, to: destination)
            outbox.count(receiver.name) { $0.attempts += 1 }
            answer.noticeIDs.append(notice.id)
            effects.append(.deliver(notice, rules.receiver(for: destination) ?? receiver))
        }
        return (answer, effects)
    }

    /// Takes the rules that were read again; what they change of what fires is described at ``AlertBook``.
    ///
    /// - Parameters:
    ///   - new: The rules.
    ///   - now: The time.
    /// - Returns: What to do, in this order.
    package mutating func adopt(_ new: AlertRules, at now: Moment) -> [Station.Effect] {
        advance(to: now)
        guard new != rules else { return [] }
        let old = rules
        let effects = reconcile(at: now, with: new) { name in
            old.rule(name).map { ($0, $0.condition.text) }
        }
        return effects + flush(at: now)
    }

    /// Ends what the rules don't account for any more, then puts them in force.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - new: The rules.
    ///   - former: The rule that a state came from, if it is known, and what it watched for.
    /// - Returns: What to do, in this order.
    mutating func reconcile(
        at now: Moment,
        with new: AlertRules,
        former: (String) -> (rule: AlertRule?, condition: String)?
    ) -> [Station.Effect] {
        var effects: [Station.Effect] = []
        for (name, state) in states.sorted(by: { $0.key < $1.key }) {
            let reason: IncidentEnd
            let successor = new.rule(name).flatMap { $0.isEnabled ? $0 : nil }
            if let successor {
                if successor.condition.text == former(name)?.condition { continue }
                reason = .ruleChanged
            } else {
                reason = .ruleRemoved
            }
            states[name] = nil
            effects.append(.publishAlert(name))
            if let incident = state.incident {
                end(incident, of: former(name)?.rule, because: reason, at: now)
                effects.append(.log(.notice, "alert \(name) is over: \(reason.rawValue) (\(incident.id))"))
            }
        }
        rules = new
        silences = silences.filter { new.rule($0.key) != nil }
        outbox.keep(at: now.timestamp) { new.receiver(for: $0) != nil }
        let former = feeds
        feeds = Self.feeds(of: new).map { feed in former.first { $0.receiver == feed.receiver } ?? feed }
        wakeFeeds()
        change()
        return effects
    }
}

extension AlertCommandAnswer {
    fileprivate static func unknown(_ kind: String, _ name: String) -> AlertCommandAnswer {
        AlertCommandAnswer(isKnown: false, message: "There is no \(kind) \"\(name.cleaned(limit: 64))\".")
    }
}
