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
    ///   - most: How many raw rows are taken at most; if there are more, none is, and ``leftOut`` says how many.
    /// - Throws: ``HistoryError`` if the history can't be read.
    package mutating func gather(
        from history: HistoryStore,
        cycle: BillingCycle?,
        rows most: Int = HTMLReport.longest
    ) throws(HistoryError) {
        let kept = try history.sampleCounts(from: window.start, to: window.end)
        leftOut = kept.all > most ? kept.all : 0
        if leftOut == 0 { runs = try history.samples(from: window.start, to: window.end) }
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
        try count(kept, history)
    }

    /// Counts the window's samples where not all of them are kept as raw rows any more, or the rows were too many.
    private mutating func count(_ kept: SampleCounts, _ history: HistoryStore) throws(HistoryError) {
        var counts = SampleCounts()
        for point in try history.series(from: window.start, to: window.end, points: Self.points).points {
            counts.valid += point.count
            counts.all += point.count + point.flawed
        }
        guard counts.all > kept.all else {
            if leftOut > 0 { self.counts = kept }
            return
        }
        counts.flawed = kept.flawed
        self.counts = counts
    }
}

extension ReportMaterial {
    /// Writes the CSV form of a report whose rows are too many to hold, in pieces of about 64 KB.
    ///
    /// - Parameters:
    ///   - history: What is remembered.
    ///   - receive: Gets the pieces; returns whether it wants more.
    /// - Throws: ``HistoryError/stopped`` if it doesn't.
    func streamRows(from history: HistoryStore, into receive: ([UInt8]) -> Bool) throws(HistoryError) {
        var bytes: [UInt8] = []
        func put(_ line: String) -> Bool {
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
            guard bytes.count >= 65_536 else { return true }
            defer { bytes.removeAll(keepingCapacity: true) }
            return receive(bytes)
        }
        try history.eachSample(from: window.start, to: window.end) { outline in
            ReportRowsText(self, outline: outline).head.allSatisfy(put)
        } receive: { row, run in
            if let run, !put(ReportRowsText.line(of: run)) { return false }
            return put(ReportRowsText.line(of: row))
        }
        guard bytes.isEmpty || receive(bytes) else { throw .stopped }
    }
}
