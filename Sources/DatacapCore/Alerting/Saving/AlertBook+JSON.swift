extension AlertBook {
    /// The state as alerts.json holds it: everything that must outlive the daemon, without the rules.
    ///
    /// - Parameter now: The time, by which a later daemon tells how long it was away.
    /// - Returns: A JSON object in UTF-8, with the end of a line.
    package func stateJSON(at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            json.member("version", 1)
            json.member("saved_at", now.timestamp.rfc3339)
            json.member("time_seconds", time)
            json.member("random", String(random.state))
            json.member("incidents", incidents)
            json.array("alerts") { array in
                for (name, state) in states.sorted(by: { $0.key < $1.key }) {
                    array.object { alert in
                        alert.member("alert", name)
                        alert.member("condition", rules.rule(name)?.condition.text)
                        state.write(to: &alert)
                    }
                }
            }
            json.array("silences") { array in
                for (name, end) in silences.sorted(by: { $0.key < $1.key }) {
                    array.object { silence in
                        silence.member("alert", name)
                        silence.member("until_seconds", end)
                    }
                }
            }
            json.array("ended") { array in for incident in ended { array.object { incident.write(to: &$0) } } }
            json.array("lanes") { array in for lane in outbox.lanes { array.object { lane.write(to: &$0) } } }
            json.array("log") { array in
                for record in outbox.log.records where !record.isTest { array.object { record.write(to: &$0) } }
            }
        } + [UInt8(ascii: "\n")]
    }
}

extension JSONWriter {
    /// Writes a running time.
    mutating func member(_ name: String, _ duration: Duration?) { member(name, duration?.seconds, places: 3) }

    mutating func fields(_ name: String, _ fields: [Notice.Field]) {
        object(name) { json in for field in fields { json.field(field.name, field.value) } }
    }
}

extension AlertState {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("state", name.rawValue)
        switch self {
        case .inactive: break
        case .pending(let pending):
            json.member("since", pending.since.rfc3339)
            json.member("held_seconds", pending.held)
            json.member("untold_seconds", pending.untold)
        case .firing(let incident): json.object("incident") { incident.write(to: &$0) }
        case .recovering(let incident, let gone):
            json.member("since", gone.since.rfc3339)
            json.member("held_seconds", gone.held)
            json.object("incident") { incident.write(to: &$0) }
        }
    }
}

extension Incident {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("number", number)
        json.member("starts_at", startsAt.rfc3339)
        json.fields("labels", labels)
        if let period {
            json.object("period") { json in
                json.member("start", period.start.rfc3339)
                json.member("limit_bytes", period.limit.bytes)
            }
        }
        json.member("send_resolved", sendsResolved)
        json.member("untold_seconds", untold)
    }
}

extension EndedIncident {
    fileprivate func write(to json: inout JSONWriter) {
        json.object("notice") { notice.write(to: &$0) }
        json.array("receivers") { array in for name in receivers { array.element(name) } }
        json.member("until_seconds", until)
    }
}

extension Destination {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("receiver", receiver)
        json.member("address", address)
    }
}

extension Lane {
    fileprivate func write(to json: inout JSONWriter) {
        destination.write(to: &json)
        json.member("failing", isFailing)
        json.array("standings") { array in
            for (incident, standing) in standings.sorted(by: { $0.key < $1.key }) {
                array.object { json in
                    json.member("incident", incident)
                    json.member("number", standing.number)
                    json.member("last_seconds", standing.last)
                    json.member("open", standing.isOpen)
                }
            }
        }
        json.array("entries") { array in
            for entry in entries {
                array.object { json in
                    json.object("notice") { entry.notice.write(to: &$0) }
                    json.member("queued_seconds", entry.queued)
                    json.member("attempts", entry.attempts)
                    json.member("not_before_seconds", entry.notBefore)
                    json.member("uncertain", entry.isUncertain)
                }
            }
        }
    }
}

extension Notice {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("incident", incident)
        json.member("number", number)
        json.member("receiver", receiver)
        json.member("alert", alert)
        json.member("status", status.rawValue)
        json.member("time", time.rfc3339)
        json.member("starts_at", startsAt.rfc3339)
        json.member("ends_at", endsAt?.rfc3339)
        json.fields("labels", labels)
        json.fields("annotations", annotations)
        json.member("generator_url", generatorURL)
    }
}

extension NoticeLog.Record {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("alert", alert)
        destination.write(to: &json)
        json.member("status", status.rawValue)
        json.member("time", time.rfc3339)
        json.member("outcome", outcome.name)
        json.member("detail", outcome.detail)
        json.member("attempts", attempts)
        json.member("outcome_time", outcomeTime.rfc3339)
    }
}
