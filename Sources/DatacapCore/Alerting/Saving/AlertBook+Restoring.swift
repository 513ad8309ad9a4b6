extension AlertBook {
    /// Takes up the state that ``stateJSON(at:)`` wrote; what a restart means is described at ``AlertBook``.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - rules: The rules in force now.
    ///   - now: The time.
    /// - Throws: ``RestoreError`` when the file isn't what it should be.
    package init(restoring text: [UInt8], rules: AlertRules, at now: Moment) throws(RestoreError) {
        let node: JSONNode
        do { node = try JSONReader.read(text) } catch { throw .json(error) }
        let saved = try SavedMembers(node)
        guard try saved.count("version") == 1 else { throw .member("version") }
        guard let seed = UInt64(try saved.text("random")) else { throw .member("random") }
        self.init(rules: rules, seed: seed)
        let outage = try saved.date("saved_at").distance(to: now.timestamp)
        time = try saved.duration("time_seconds")
        incidents = try saved.count("incidents")
        saving.lastTime = time
        var conditions: [String: String] = [:]
        for alert in try saved.objects("alerts") {
            let name = try alert.text("alert")
            conditions[name] = try alert.text("condition")
            states[name] = try AlertState(alert).after(outage)
        }
        for silence in try saved.objects("silences") {
            let rest = try silence.duration("until_seconds") - outage
            if rest > time { silences[try silence.text("alert")] = rest }
        }
        for incident in try saved.objects("ended") { ended.append(try EndedIncident(incident)) }
        for lane in try saved.objects("lanes") { outbox.lanes.append(try Lane(lane)) }
        var records: [NoticeLog.Record] = []
        for record in try saved.objects("log") { records.append(try NoticeLog.Record(record)) }
        outbox.log = NoticeLog(records)
        guard outbox.lanes.count == Set(outbox.lanes.map(\.destination)).count else { throw .member("lanes") }
        _ = reconcile(at: now, with: rules) { name in conditions[name].map { (nil, $0) } }
    }
}

extension AlertState {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        let name: Name = try saved.word("state")
        switch name {
        case .inactive: self = .inactive
        case .pending:
            let (held, untold) = (try saved.duration("held_seconds"), try saved.duration("untold_seconds"))
            self = .pending(Pending(since: try saved.date("since"), held: held, untold: untold))
        case .firing: self = .firing(try Incident(saved.object("incident")))
        case .recovering:
            let gone = Gone(since: try saved.date("since"), held: try saved.duration("held_seconds"))
            self = .recovering(try Incident(saved.object("incident")), gone: gone)
        }
    }

    /// The state after the daemon was away: what was pending begins anew when that was long.
    fileprivate func after(_ outage: Duration) -> AlertState? {
        switch self {
        case .inactive: nil
        case .pending: outage < AlertBook.pendingTolerance ? self : nil
        case .firing, .recovering: self
        }
    }
}

extension Incident {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        id = try saved.text("id")
        number = try saved.count("number")
        startsAt = try saved.date("starts_at")
        labels = try saved.fields("labels")
        if saved.has("period") {
            let saved = try saved.object("period")
            period = AlertSignals.Period(
                start: try saved.date("start"),
                limit: ByteCount(Int64(try saved.count("limit_bytes")))
            )
        }
        sendsResolved = try saved.flag("send_resolved")
        untold = try saved.duration("untold_seconds")
    }
}

extension EndedIncident {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        notice = try Notice(saved.object("notice"))
        receivers = try saved.texts("receivers")
        until = try saved.duration("until_seconds")
    }
}

extension Destination {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        receiver = try saved.text("receiver")
        address = saved.has("address") ? try saved.text("address") : nil
    }
}

extension Lane {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        destination = try Destination(saved)
        isFailing = try saved.flag("failing")
        for standing in try saved.objects("standings") {
            standings[try standing.text("incident")] = Standing(
                number: try standing.count("number"),
                last: standing.has("last_seconds") ? try standing.duration("last_seconds") : nil,
                isOpen: try standing.flag("open")
            )
        }
        for entry in try saved.objects("entries") {
            entries.append(
                Entry(
                    notice: try Notice(entry.object("notice")),
                    queued: try entry.duration("queued_seconds"),
                    attempts: try entry.count("attempts"),
                    notBefore: try entry.duration("not_before_seconds"),
                    isUncertain: try entry.flag("uncertain")
                )
            )
        }
    }
}

extension Notice {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        let labels = try saved.fields("labels")
        self.init(
            id: try saved.text("id"),
            incident: try saved.text("incident"),
            number: try saved.count("number"),
            receiver: try saved.text("receiver"),
            alert: try saved.text("alert"),
            status: try saved.word("status"),
            time: try saved.date("time"),
            startsAt: try saved.date("starts_at"),
            endsAt: saved.has("ends_at") ? try saved.date("ends_at") : nil,
            labels: labels,
            annotations: try saved.fields("annotations"),
            fingerprint: labels.fingerprint,
            generatorURL: try saved.text("generator_url")
        )
    }
}

extension NoticeLog.Record {
    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        id = try saved.text("id")
        alert = try saved.text("alert")
        destination = try Destination(saved)
        status = try saved.word("status")
        time = try saved.date("time")
        isTest = false
        attempts = try saved.count("attempts")
        outcomeTime = try saved.date("outcome_time")
        let detail = try saved.text("detail")
        switch try saved.text("outcome") {
        case "waiting": outcome = .waiting
        case "retrying": outcome = .retrying(detail)
        case "delivered": outcome = .delivered(detail)
        case "failed": outcome = .failed(detail)
        case "dropped": outcome = .dropped(detail)
        default: throw .member("outcome")
        }
    }
}
