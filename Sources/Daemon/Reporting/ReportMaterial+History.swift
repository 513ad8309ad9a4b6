package import DatacapCore
package import History

extension ReportMaterial {
    /// How many records of a kind a report takes at most; its tables show fewer.
    private static let most = 1_000
    /// How many points the speed over a cycle has at most.
    private static let points = 1_000

    /// Takes from the history what it has of the window, and of the cycle that the window lies in.
    ///
    /// Left to the caller are what the history doesn't know: ``plan``, ``findings``, ``probes``, and in ``usage`` what
    /// the plan counts.
    ///
    /// - Parameters:
    ///   - history: What is remembered.
    ///   - cycle: The cycle; `nil` without a plan, where the window stands for it.
    /// - Throws: ``HistoryError`` if the history can't be read.
    package mutating func gather(from history: HistoryStore, cycle: BillingCycle?) throws(HistoryError) {
        runs = try history.samples(from: window.start, to: window.end)
        sessions = try history.sessions(from: window.start, to: window.end, limit: Self.most).reversed()
        tests = try history.tests(from: window.start, to: window.end, limit: Self.most).reversed()
        events = try history.events(from: window.start, to: window.end, limit: Self.most).reversed()
        incidents = try history.incidents(from: window.start, to: window.end, limit: Self.most).reversed()
            .map(\.record).filter { $0 != subject.incident }
        let span = cycle.map { ReportWindow(start: $0.start, end: min($0.end, max($0.start, made))) } ?? window
        speeds = try history.series(from: span.start, to: span.end, points: Self.points)
        usage.cycle = cycle
        usage.line = try history.usage(.line, from: span.start, to: span.end)
        usage.tests = try history.usage(.tests, from: span.start, to: span.end)
        try count(history)
    }

    /// Counts the window's samples where not all of them are kept as raw rows any more.
    private mutating func count(_ history: HistoryStore) throws(HistoryError) {
        var counts = SampleCounts()
        for point in try history.series(from: window.start, to: window.end, points: Self.points).points {
            counts.valid += point.count
            counts.all += point.count + point.flawed
        }
        let rows = runs.reduce(0) { $0 + $1.rows.count }
        guard counts.all > rows else { return }
        counts.flawed = SampleCounts(runs.flatMap { $0.rows.map(\.sample) }).flawed
        self.counts = counts
    }
}
