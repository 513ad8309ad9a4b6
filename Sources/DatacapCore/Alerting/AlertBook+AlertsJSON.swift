extension AlertBook {
    /// The alerts as `/api/alerts` answers them.
    ///
    /// - Parameter now: The time, to which what is counted in running time is related.
    /// - Returns: A JSON object in UTF-8.
    package func alertsJSON(at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            json.array("alerts") { array in
                for rule in rules.rules { array.object { write(rule, to: &$0, at: now) } }
            }
            json.array("receivers") { array in
                for receiver in rules.receivers { array.object { write(receiver, to: &$0) } }
            }
            json.array("notices") { array in
                for record in outbox.log.records.reversed() { array.object { record.writeAnswer(to: &$0) } }
            }
        }
    }

    /// One alert as a WebSocket message.
    ///
    /// - Parameters:
    ///   - name: The rule's name.
    ///   - now: The time.
    /// - Returns: A JSON object in UTF-8 whose `type` is `alert`; a rule that is gone is `removed`.
    package func alertMessage(_ name: String, at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", "alert")
            if let rule = rules.rule(name) {
                write(rule, to: &json, at: now)
            } else {
                json.member("alert", name)
                json.member("removed", true)
            }
        }
    }

    private func write(_ rule: AlertRule, to json: inout JSONWriter, at now: Moment) {
        let state = state(of: rule.name)
        json.member("alert", rule.name)
        json.member("enabled", rule.isEnabled)
        json.member("condition", rule.condition.text)
        json.member("signal", rule.condition.name.rawValue)
        json.member("state", state.name.rawValue)
        json.member("since", state.since?.rfc3339)
        json.member("starts_at", state.incident?.startsAt.rfc3339)
        json.member("summary", state.incident.flatMap { summary(of: $0, rule, at: now) })
        json.member("incident", state.incident?.id)
        json.member("fingerprint", state.incident?.fingerprint)
        json.member("next_repeat", nextRepeat(of: rule).map { timestamp(of: $0, at: now).rfc3339 })
        json.member("silenced_until", silencedUntil(rule.name).map { timestamp(of: $0, at: now).rfc3339 })
        json.member("for_seconds", rule.wait)
        json.member("keep_firing_for_seconds", rule.keep)
        json.member("repeat_interval_seconds", rule.repeatInterval)
        json.member("send_resolved", rule.sendsResolved)
        json.member("no_data", rule.noData.rawValue)
        json.fields("labels", state.incident?.labels ?? rule.labels(host: signals.host))
        json.object("annotations") { json in
            for annotation in rule.annotations { json.field(annotation.name, annotation.template.source) }
        }
        json.array("receivers") { array in for name in rule.receivers { array.element(name) } }
    }

    private func silencedUntil(_ rule: String) -> Duration? { isSilenced(rule) ? silences[rule] : nil }

    /// When the next reminder goes to any destination, in running time.
    private func nextRepeat(of rule: AlertRule) -> Duration? {
        guard rule.isEnabled, case .firing(let incident) = state(of: rule.name) else { return nil }
        let destinations = rule.receivers.flatMap(rules.destinations)
        let lanes = outbox.lanes.filter { destinations.contains($0.destination) }
        let dues = lanes.compactMap { lane in
            lane.standings[incident.id] == nil ? nil : lane.due(incident.id, every: rule.repeatInterval)
        }
        return dues.min()
    }

    private func timestamp(of time: Duration, at now: Moment) -> Timestamp {
        let passed = lastUptime.map { max(.zero, now.uptime - $0) } ?? .zero
        return now.timestamp + (time - self.time - passed)
    }

    private func write(_ receiver: Receiver, to json: inout JSONWriter) {
        json.member("receiver", receiver.name)
        json.member("integration", receiver.way.integration)
        json.member("queue_length", outbox.count(for: receiver.name))
        let record = outbox.log.records.last { $0.destination.receiver == receiver.name && $0.outcome != .waiting }
        let post = feeds.first { $0.receiver == receiver.name }?.latest
        let latest = record.map { ($0.outcome.name, $0.outcome.detail, $0.outcomeTime) }
        let shown = latest ?? post.map { ($0.outcome.name, $0.outcome.detail, $0.time) }
        json.member("failing", isFailing(receiver.name))
        json.member("last_outcome", shown?.0)
        json.member("last_detail", shown?.1)
        json.member("last_time", shown?.2.rfc3339)
    }

    /// Whether the latest attempt to reach a receiver failed.
    func isFailing(_ receiver: String) -> Bool {
        outbox.lanes.contains { $0.destination.receiver == receiver && $0.isFailing }
            || feeds.contains { $0.receiver == receiver && $0.isFailing }
    }
}

extension Receiver.Way {
    /// The way's name in metrics and answers.
    package var integration: String {
        switch self {
        case .exec: "exec"
        case .email: "email"
        case .alertmanager: "alertmanager"
        case .webhook: "webhook"
        }
    }
}

extension DeliveryOutcome {
    /// The outcome's name on the wire.
    fileprivate var name: String {
        switch self {
        case .delivered: "delivered"
        case .retry, .uncertain: "retrying"
        case .final: "failed"
        }
    }

    /// What there is to say about it.
    fileprivate var detail: String {
        switch self {
        case .delivered(let text), .retry(let text, _), .uncertain(let text), .final(let text): text.cleaned(limit: 500)
        }
    }
}

extension NoticeLog.Record {
    fileprivate func writeAnswer(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("alert", alert)
        json.member("receiver", destination.receiver)
        json.member("address", destination.address)
        json.member("status", status.rawValue)
        json.member("time", time.rfc3339)
        json.member("test", isTest)
        json.member("outcome", outcome.name)
        json.member("detail", outcome.detail)
        json.member("attempts", attempts)
        json.member("outcome_time", outcomeTime.rfc3339)
    }
}
