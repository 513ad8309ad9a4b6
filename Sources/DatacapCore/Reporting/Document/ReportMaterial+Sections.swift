extension ReportMaterial {
    /// What second witnesses said.
    var witnessSection: ReportSection? {
        guard !probes.isEmpty else { return nil }
        let rows = probes.map { probe -> [String] in
            let target = method.targets.indices.contains(probe.target) ? method.targets[probe.target] : "a target"
            let way = probe.ipVersion == .any ? "any" : "IP\(probe.ipVersion.rawValue)"
            return [
                TargetName.host(ofURL: target), way, probe.rate.map(ReportFigure.megabits) ?? "", probe.finding.plain,
            ]
        }
        let columns: [ReportTable.Column] = [
            .words("asked"), .words("way"), .figures("line, Mbit/s"), .words("says"),
        ]
        return ReportSection(
            title: "Second witnesses",
            blocks: [
                .paragraph(
                    """
                    Before the provider is accused, datacap downloads from elsewhere for a few seconds, beside the test \
                    and with twice the connections. A line that is held down carries no more for it.
                    """
                ),
                .table(ReportTable("What the whole line carried meanwhile", columns: columns, rows: rows)),
            ]
        )
    }

    /// How many samples there are, and how many count.
    var validitySection: ReportSection? {
        let counts = counts ?? SampleCounts(samples)
        let rows = counts.byFrequency.map { [$0.name, String($0.count), Flaws.reason(ofFlawNamed: $0.name)] }
        let share = counts.all > 0 ? " (\(AlertValue.share(Double(counts.valid) / Double(counts.all)).text))" : ""
        var blocks: [ReportBlock] = [
            .facts([
                ReportFact("samples", String(counts.all)), ReportFact("valid", "\(counts.valid)\(share)"),
                ReportFact("flawed", String(counts.all - counts.valid)),
            ]),
            .paragraph(
                """
                Flawed samples are kept and marked. They are in the raw rows and in the totals of bytes, and stay out of \
                levels, averages and alerts.
                """
            ),
        ]
        if !rows.isEmpty {
            let columns: [ReportTable.Column] = [.words("flaw"), .figures("samples"), .words("means")]
            blocks.append(
                .table(ReportTable("Why samples don't count; one may have several flaws", columns: columns, rows: rows))
            )
        }
        return ReportSection(title: "Validity of the samples", blocks: blocks)
    }

    /// The tests of the scheduled mode, and the sessions.
    var testSection: ReportSection? {
        guard !tests.isEmpty || !sessions.isEmpty else { return nil }
        var blocks: [ReportBlock] = []
        if !sessions.isEmpty {
            let rows = sessions.map { session in
                [
                    zone.minute(session.began), session.ended.map(zone.minute) ?? "runs", session.mode,
                    ReportFigure.gigabytes(session.amount), session.reason ?? "",
                ]
            }
            let columns: [ReportTable.Column] = [
                .words("from"), .words("to"), .words("mode"), .figures("GB"), .words("why it ended"),
            ]
            blocks.append(.table(ReportTable("Sessions", columns: columns, rows: rows)))
        }
        if !tests.isEmpty {
            let columns: [ReportTable.Column] = [
                .words("began"), .words("kind"), .figures("Mbit/s"), .figures("from"), .figures("to"), .figures("MB"),
                .figures("ms"), .words("flaws"),
            ]
            blocks.append(.table(ReportTable("Tests", columns: columns, rows: tests.map(row))))
        }
        return ReportSection(title: "Tests and sessions", blocks: blocks)
    }

    private func row(_ test: TestRecord) -> [String] {
        [
            zone.minute(test.began), test.kind.rawValue, test.rate.map { ReportFigure.megabits($0.rate) } ?? "",
            test.rate.map { ReportFigure.megabits($0.low) } ?? "",
            test.rate.map { ReportFigure.megabits($0.high) } ?? "",
            ReportFigure.fixed(Double(test.amount.bytes) / 1e6, places: 1), ReportFigure.milliseconds(test.connect),
            test.flaws.names.joined(separator: ", "),
        ]
    }

    /// The other incidents of the window.
    var incidentSection: ReportSection? {
        guard !incidents.isEmpty else { return nil }
        let columns: [ReportTable.Column] = [.words("began"), .words("lasted"), .words("what")]
        let rows = incidents.map { incident in
            let length = incident.ended.map { ReportFigure.duration(incident.began.distance(to: $0)) } ?? "goes on"
            return [zone.minute(incident.began), length, incident.sentence]
        }
        let title = subject.incident == nil ? "Incidents" : "Other incidents in the window"
        return ReportSection(title: title, blocks: [.table(ReportTable(title, columns: columns, rows: rows))])
    }

    /// What else happened.
    var eventSection: ReportSection? {
        guard !events.isEmpty else { return nil }
        let columns: [ReportTable.Column] = [.words("when"), .words("kind"), .words("what")]
        let rows = events.map { [zone.minute($0.time), $0.kind.rawValue, $0.text] }
        let table = ReportTable("Events that may explain figures", columns: columns, rows: rows)
        return ReportSection(title: "What else happened", blocks: [.table(table)])
    }
}

extension LineProbe.Finding {
    fileprivate var plain: String {
        switch self {
        case .agrees: "no more than without it: the line is held down"
        case .shared: "more than without it: others share the line"
        case .contradicts: "about what the line usually does"
        case .failed: "nothing came"
        }
    }
}

extension Flaws {
    /// What a flaw means, by its name on the wire.
    fileprivate static func reason(ofFlawNamed name: String) -> String {
        switch names.first(where: { $0.name == name })?.flaw {
        case Flaws.processor?: "this machine's processor had no time left"
        case Flaws.interface?: "this machine's interface carried what it can"
        case Flaws.otherTraffic?: "others used the line meanwhile"
        case Flaws.receiveWindow?: "this machine's receive window was full"
        case Flaws.server?: "the server, not the line, was the limit"
        case Flaws.httpError?: "a transfer ended with an HTTP error"
        default: ""
        }
    }
}
