extension AlertBook {
    /// Makes a notice of an incident.
    ///
    /// - Parameters:
    ///   - incident: The incident.
    ///   - rule: Its rule, for the annotations; `nil` if there is none any more.
    ///   - destination: Where it goes.
    ///   - number: Which notice of the incident it is for that destination.
    ///   - end: Why the incident is over; `nil` while it isn't.
    ///   - now: The time.
    /// - Returns: The notice, with its annotations filled in.
    func notice(
        of incident: Incident,
        _ rule: AlertRule?,
        to destination: Destination,
        number: Int,
        end: IncidentEnd?,
        at now: Moment
    ) -> Notice {
        var notice = Notice(
            id: "\(incident.id)-\(destination.mark)-\(number)",
            incident: incident.id,
            number: number,
            receiver: destination.receiver,
            alert: rule?.name ?? incident.labels.first { $0.name == "alertname" }?.value ?? "",
            status: end == nil ? .firing : .resolved,
            time: now.timestamp,
            startsAt: incident.startsAt,
            // The wall clock may have been set back since.
            endsAt: end == nil ? nil : max(incident.startsAt, now.timestamp),
            labels: incident.labels,
            annotations: [],
            fingerprint: incident.fingerprint,
            generatorURL: signals.dashboardURL
        )
        notice.annotations = AlertValues(notice: notice, signals: signals).annotations(of: rule)
        if let end, end != .over, !notice.annotations.contains(where: { $0.name == "reason" }) {
            notice.annotations.append(Notice.Field("reason", end.rawValue))
            notice.annotations.sort { $0.name < $1.name }
        }
        return notice
    }

    /// What an incident's rule says in its annotation `summary`, with the latest figures; `nil` without one.
    func summary(of incident: Incident, _ rule: AlertRule, at now: Moment) -> String? {
        let anyone = Destination(receiver: "", address: nil)
        let notice = notice(of: incident, rule, to: anyone, number: 0, end: nil, at: now)
        return notice.annotations.first { $0.name == "summary" }?.value
    }

    /// Makes a notice that only tries a receiver out.
    func testNotice(to destination: Destination, at now: Moment) -> Notice {
        var labels = [Notice.Field("alertname", "datacap-test"), Notice.Field("severity", "none")]
        if !signals.host.isEmpty { labels.append(Notice.Field("instance", signals.host)) }
        labels.sort { $0.name < $1.name }
        let incident = "test-\(now.timestamp.milliseconds.magnitude)-\(tests.count + 1)"
        return Notice(
            id: "\(incident)-\(destination.mark)-1",
            incident: incident,
            number: 1,
            receiver: destination.receiver,
            alert: "datacap-test",
            status: .firing,
            time: now.timestamp,
            startsAt: now.timestamp,
            labels: labels,
            annotations: [Notice.Field("summary", "This is a test of the receiver \(destination.receiver).")],
            fingerprint: labels.fingerprint,
            generatorURL: signals.dashboardURL,
            isTest: true
        )
    }

    /// What an Alertmanager is told now: what fires, and what ended a while ago.
    ///
    /// What is silenced here is told all the same: an Alertmanager that hears no more of an alert says that it is over.
    func feed(of receiver: String, at now: Moment) -> [Notice] {
        let active = firing.filter { $0.rule.receivers.contains(receiver) }
        let destination = Destination(receiver: receiver, address: nil)
        return active.map { notice(of: $0.incident, $0.rule, to: destination, number: 0, end: nil, at: now) }
            + ended.filter { $0.receivers.contains(receiver) }.map(\.notice)
    }
}

extension Destination {
    /// 8 hexadecimal digits that tell it from a daemon's other destinations.
    fileprivate var mark: String {
        var hash = FNV1a()
        hash.add(receiver)
        hash.add(address ?? "")
        return String(hash.hexadecimal.suffix(8))
    }
}
