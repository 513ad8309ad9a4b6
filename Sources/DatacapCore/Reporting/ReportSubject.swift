/// What a report is about.
package enum ReportSubject: Hashable, Sendable {
    /// Something that the detector said of the line.
    case incident(NumberedIncident)
    /// One period of the plan.
    case cycle(BillingCycle)

    /// The incident, if it is about one.
    package var incident: IncidentRecord? {
        switch self {
        case .incident(let incident): incident.record
        case .cycle: nil
        }
    }

    /// What a file of the report is called, without its ending: `datacap-incident-3`, `datacap-cycle-2026-11-01`.
    ///
    /// The day is the cycle's first in that zone.
    package func fileName(in zone: ZoneRules) -> String {
        switch self {
        case .incident(let incident): "datacap-incident-\(incident.number)"
        case .cycle(let cycle): "datacap-cycle-\(zone.local(cycle.start).date)"
        }
    }

    /// How an incident's window reaches beyond it on both sides.
    package static let margin = Duration.seconds(600)

    /// The span that the report looks at: a cycle, or an incident with ten minutes on both sides.
    ///
    /// What isn't over yet ends now.
    package func window(at now: Timestamp) -> ReportWindow {
        switch self {
        case .incident(let numbered):
            let incident = numbered.record
            let end = (incident.ended ?? now) + Self.margin
            let start = Timestamp(milliseconds: incident.began.milliseconds - Self.margin.milliseconds)
            return ReportWindow(start: start, end: min(end, max(now, incident.began)))
        case .cycle(let cycle): return ReportWindow(start: cycle.start, end: max(cycle.start, min(cycle.end, now)))
        }
    }
}

/// A span of time: from its start up to, but not including, its end.
package struct ReportWindow: Hashable, Sendable {
    /// When it begins.
    package var start: Timestamp
    /// When it ends.
    package var end: Timestamp

    /// Makes a span.
    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    /// How long it is.
    package var length: Duration { start.distance(to: end) }

    /// Whether a point in time lies in it.
    package func contains(_ time: Timestamp) -> Bool { start <= time && time < end }
}
