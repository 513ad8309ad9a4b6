extension ReportDocument {
    /// Makes the report of its material.
    init(_ material: ReportMaterial) {
        switch material.subject {
        case .incident(let numbered):
            let incident = numbered.record
            title = "Incident \(numbered.number) on an internet line"
            lead = incident.sentence
            facts = material.facts(of: incident)
        case .cycle(let cycle):
            title = "An internet line from \(material.zone.local(cycle.start).date) to \(material.lastDay(of: cycle))"
            lead = material.cycleSentence
            facts = material.facts(of: cycle)
        }
        sections = [
            material.speedSection, material.witnessSection, material.validitySection, material.volumeSection,
            material.usageSection, material.testSection, material.incidentSection, material.eventSection,
            material.methodSection, material.limitSection, material.chainSection,
        ].compactMap { $0 }
    }
}

extension ReportMaterial {
    /// The last day that is in a cycle.
    func lastDay(of cycle: BillingCycle) -> CivilDate {
        zone.local(Timestamp(milliseconds: cycle.end.milliseconds - 1)).date
    }

    fileprivate func facts(of incident: IncidentRecord) -> [ReportFact] {
        let length = ReportFigure.duration(incident.began.distance(to: incident.ended ?? made))
        let end = incident.ended.map { "\(zone.stamp($0)), after \(length)" } ?? "not yet, after \(length)"
        return [
            ReportFact("verdict", incident.kind + (incident.accuses ? ", by the provider" : "")),
            ReportFact("began", zone.stamp(incident.began)),
            ReportFact("noticed", zone.stamp(incident.noticed)),
            ReportFact("ended", end),
            ReportFact("speed before", known: incident.before.map(ReportFigure.interval)),
            ReportFact("speed since", known: incident.after.map(ReportFigure.interval)),
            ReportFact("change", known: Self.change(incident)),
            ReportFact("detector's confidence", AlertValue.share(incident.confidence).text),
            ReportFact("used of the cycle then", known: incident.cycleUsage.map(ReportFigure.amount)),
        ].compactMap { $0 } + lineFacts
    }

    /// How much less than before it is, or more.
    private static func change(_ incident: IncidentRecord) -> String? {
        guard let before = incident.before?.rate, let after = incident.after?.rate, before > .zero else { return nil }
        let share = 100 * (after.bitsPerSecond / before.bitsPerSecond - 1)
        return "\(abs(share).significant) % \(share < 0 ? "less" : "more")"
    }

    fileprivate func facts(of cycle: BillingCycle) -> [ReportFact] {
        let tests = usage.tests.total
        let line = usage.line.isEmpty ? nil : usage.line.total
        let accusing = incidents.count { $0.accuses }
        return [
            ReportFact("cycle", "\(zone.stamp(cycle.start)) to \(zone.stamp(cycle.end))"),
            made < cycle.end ? ReportFact("so far", "until \(zone.stamp(made))") : nil,
            ReportFact("counted by the plan", known: usage.counted.map(ReportFigure.amount)),
            ReportFact("cap", known: plan?.cap.map(ReportFigure.amount)),
            ReportFact("whole line", known: line.map(Self.sentence)),
            ReportFact("tests", Self.sentence(tests)),
            ReportFact("mean speed", known: meanSpeed.map(ReportFigure.rate)),
            ReportFact("incidents", "\(incidents.count), of which \(accusing) by the provider"),
        ].compactMap { $0 } + lineFacts
    }

    private static func sentence(_ traffic: Traffic) -> String {
        "\(ReportFigure.amount(traffic.down)) down, \(ReportFigure.amount(traffic.up)) up"
    }

    fileprivate var cycleSentence: String {
        let used = usage.counted ?? (usage.line.isEmpty ? nil : usage.line.total.total)
        let tests = ReportFigure.amount(usage.tests.total.total)
        guard let used else { return "The tests used \(tests); what the line as a whole carried isn't known." }
        let share = plan?.cap.flatMap { cap in
            ReportFigure.share(used, of: cap).map { ", \($0) of the cap of \(ReportFigure.amount(cap))" }
        }
        return "\(ReportFigure.amount(used)) used\(share ?? ""), of which tests \(tests)."
    }

    /// The mean speed of all valid samples, or of the points where there are none.
    private var meanSpeed: BitRate? {
        var (amount, duration) = (ByteCount.zero, Duration.zero)
        for sample in samples where sample.flaws == [] {
            amount += sample.amount
            duration += sample.duration
        }
        if counts == nil, duration > .zero { return BitRate(amount, over: duration) }
        let means = speeds.points.compactMap(\.mean)
        guard !means.isEmpty else { return nil }
        return means.reduce(.zero, +) * (1 / Double(means.count))
    }

    private var lineFacts: [ReportFact] {
        [
            ReportFact("plan", known: plan?.text),
            ReportFact("provider", known: line.provider),
            ReportFact("external address", known: line.external?.ip),
            ReportFact("report made", zone.stamp(made)),
        ].compactMap { $0 }
    }
}

extension [UsageSlot] {
    /// What all slots carried together.
    var total: Traffic { reduce(.zero) { $0 + $1.traffic } }
}
