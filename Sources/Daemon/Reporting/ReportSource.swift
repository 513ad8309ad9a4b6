internal import Curl
internal import DatacapCore
internal import History

/// Makes the material of reports out of a history and a configuration.
struct ReportSource: Sendable {
    let configuration: Configuration
    /// What the speed by the cycles' usage says of a cap.
    let finding: CapFinding
    /// The line's address as the internet sees it, where somebody has asked.
    var external: ExternalAddress?

    /// Gathers all that a report shows.
    ///
    /// - Parameters:
    ///   - request: Which report.
    ///   - history: What is remembered.
    ///   - now: When it is made.
    /// - Returns: The material, without second witnesses, whom nobody has kept.
    /// - Throws: ``ReportRequestError`` if there is nothing to report, or the history can't be read.
    func material(
        of request: ReportRequest,
        from history: HistoryStore,
        at now: Timestamp
    ) throws(ReportRequestError) -> ReportMaterial {
        let (subject, cycle) = try subject(of: request, in: history, at: now)
        var material = ReportMaterial(
            subject,
            zone: configuration.zone,
            line: ReportLine(host: SystemReader.hostName, external: external, downloader: Self.downloader),
            method: ReportMethod(configuration),
            at: now
        )
        do throws(HistoryError) { try material.gather(from: history, cycle: cycle) } catch {
            throw .history(reason: error.description)
        }
        material.findings = [finding.sentence(in: configuration.zone)]
        guard let plan = configuration.plan else { return material }
        material.plan = ReportPlan(plan)
        material.usage.counted = cycle.flatMap { cycle in
            let slots = configuration.isLineCounted ? material.usage.line : material.usage.tests
            return slots.isEmpty && plan.carriedIn == nil ? nil : plan.used(slots: slots, in: cycle)
        }
        return material
    }

    /// What the report is about, and the cycle that belongs to it; an incident has none without a plan.
    private func subject(
        of request: ReportRequest,
        in history: HistoryStore,
        at now: Timestamp
    ) throws(ReportRequestError) -> (ReportSubject, BillingCycle?) {
        switch request {
        case .incident(let number):
            let found: NumberedIncident?
            do throws(HistoryError) { found = try history.incident(number) } catch {
                throw .history(reason: error.description)
            }
            guard let incident = found else { throw .noIncident(number) }
            return (.incident(incident), configuration.plan?.cycle(at: incident.record.began))
        case .cycle(let date):
            let plan = configuration.accountingPlan
            let cycle = plan.cycle(at: date.map(plan.zone.startOfDay) ?? now)
            if let date, cycle.start > now { throw .future(date) }
            return (.cycle(cycle), cycle)
        }
    }

    /// What measures, such as `datacap-downloader 0.1.0, libcurl/8.14.1`.
    private static var downloader: String {
        let library = CurlLibrary.version.split(separator: " ").first ?? "libcurl"
        return "datacap-downloader \(DatacapVersion.current), \(library)"
    }
}
