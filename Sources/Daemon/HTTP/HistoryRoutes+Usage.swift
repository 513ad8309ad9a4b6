internal import DatacapCore
internal import History
internal import MicroHTTP

extension HistoryRoutes {
    /// What was used over a range of time, by the plan in force.
    func usage(_ snapshot: Snapshot) -> HTTPRoute {
        HTTPRoute("GET", "/api/usage/history") { request in
            answer(request) { query throws(HistoryError) in
                let series = try series(query, snapshot.station.configuration)
                return JSONWriter.object { json in
                    query.write(to: &json)
                    json.member("source", series.source.rawValue)
                    json.array("periods") { array in
                        for period in series.periods { array.object { period.write(to: &$0) } }
                    }
                }
            }
        }
    }

    private func series(_ query: RangeQuery, _ configuration: Configuration) throws(HistoryError) -> UsageSeries {
        let plan = configuration.accountingPlan
        let first = plan.cycle(at: query.start).start
        return UsageSeries(
            plan: plan,
            line: configuration.isLineCounted ? try store.usage(.line, from: first, to: query.end) : nil,
            tests: try store.usage(.tests, from: first, to: query.end),
            from: query.start,
            to: query.end
        )
    }
}
