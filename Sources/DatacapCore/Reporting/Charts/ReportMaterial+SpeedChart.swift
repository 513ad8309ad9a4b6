extension ReportMaterial {
    /// How many parts the axis of a chart of speeds has.
    private static let bins = 240

    /// The speed in the window.
    var speedSection: ReportSection? {
        guard let chart = speedChart else {
            return ReportSection(title: "Speed", blocks: [.paragraph("Nothing was measured in this span.")])
        }
        return ReportSection(title: "Speed", blocks: [.chart(chart)])
    }

    private var speedChart: ReportChart? {
        guard window.length > .zero else { return nil }
        let range = Double(window.start.milliseconds)...Double(window.end.milliseconds)
        let spreads = bins(in: range, count: Self.bins)
        let all = spreads.spreads.map(\.spread)
        guard let highest = all.map(\.high).max() else { return nil }
        let levels = [subject.incident?.before, subject.incident?.after].compactMap { $0?.rate.megabitsPerSecond }
        let width_ms = max((range.upperBound - range.lowerBound) / Double(Self.bins), 1)
        // A scheduled test an hour is a line still: what is apart by more than three usual steps is a gap.
        let gap = Int((Double(step.milliseconds) * 3 / width_ms).rounded(.up))
        var chart = ReportChart(
            id: "speed",
            title: "Speed from \(zone.minute(window.start)) to \(zone.minute(window.end))",
            description: speedDescription(all),
            legend: "Line: mean speed. Band: slowest to fastest figure. Gaps: nothing was measured.",
            figures: .lines(spreads.lines(gap: gap)),
            xRange: range,
            xTicks: ChartTicks.times(in: window, zone: zone, count: 8),
            xUnit: zone.name,
            yEnd: ChartTicks.end(for: max(highest, levels.max() ?? 0)),
            yUnit: "Mbit/s",
            flaws: flaws(in: range),
            table: speedTable
        )
        mark(&chart)
        return chart
    }

    /// Shades the incident, and draws the levels before and since.
    private func mark(_ chart: inout ReportChart) {
        if !chart.flaws.isEmpty { chart.legend += " Ticks at the foot: flawed samples, which don't count." }
        guard let incident = subject.incident else { return }
        let end = incident.ended ?? window.end
        let ends = [max(incident.began, window.start), min(max(end, incident.began), window.end)]
        chart.shade = Double(ends[0].milliseconds)...Double(max(ends[0], ends[1]).milliseconds)
        chart.legend += " Grey: the incident. Dashed: the levels before and since."
        if let before = incident.before {
            chart.yMarks.append(.init(place: before.rate.megabitsPerSecond, text: "before: \(before.rate.plain)"))
        }
        if let after = incident.after {
            chart.yMarks.append(.init(place: after.rate.megabitsPerSecond, text: "since: \(after.rate.plain)"))
        }
    }

    /// How far apart figures usually are.
    private var step: Duration {
        speedsAreSamples ? method.updateInterval : speeds.width
    }

    /// Whether the raw samples hold all of the window.
    private var speedsAreSamples: Bool { counts == nil && !filledRuns.isEmpty }

    /// The window's speeds by parts of time: the samples if all are here, else the series, with the tests.
    private func bins(in range: ClosedRange<Double>, count: Int) -> SpeedBins {
        var bins = SpeedBins(range, count: count)
        if speedsAreSamples {
            for sample in samples where sample.flaws == [] {
                let rate = sample.rate.megabitsPerSecond
                let x = Double(sample.time.milliseconds)
                bins.add(x: x, low: rate, mean: rate, high: rate, weight: sample.duration.seconds)
            }
        } else {
            for point in speeds.points {
                guard let low = point.minimum, let mean = point.mean, let high = point.maximum else { continue }
                bins.add(
                    x: Double(point.start.milliseconds),
                    low: low.megabitsPerSecond,
                    mean: mean.megabitsPerSecond,
                    high: high.megabitsPerSecond,
                    weight: Double(point.count)
                )
            }
        }
        return bins
    }

    private func flaws(in range: ClosedRange<Double>) -> [Double] {
        var places: Set<Int> = []
        let span = range.upperBound - range.lowerBound
        func note(_ time: Timestamp) {
            let x = Double(time.milliseconds)
            if range.contains(x) { places.insert(Int((x - range.lowerBound) / span * 600)) }
        }
        if speedsAreSamples {
            for sample in samples where sample.flaws != [] { note(sample.time) }
        } else {
            for point in speeds.points where point.flawed > 0 { note(point.start) }
        }
        return places.sorted().map { range.lowerBound + (Double($0) + 0.5) * span / 600 }
    }

    private func speedDescription(_ spreads: [ReportChart.Spread]) -> String {
        let means = spreads.map(\.middle)
        let span = "from \(ReportFigure.fixed(means.min() ?? 0, places: 1)) to "
        let text = "The mean speed ranges \(span)\(ReportFigure.fixed(means.max() ?? 0, places: 1)) Mbit/s."
        guard let incident = subject.incident, let before = incident.before, let after = incident.after else {
            return text
        }
        return "\(text) At \(zone.minute(incident.began)) it goes from \(before.rate.plain) to \(after.rate.plain)."
    }

    private var speedTable: ReportTable {
        let range = Double(window.start.milliseconds)...Double(window.end.milliseconds)
        let rows = bins(in: range, count: 24).spreads.map { bin, spread -> [String] in
            let start = range.lowerBound + Double(bin) * (range.upperBound - range.lowerBound) / 24
            let time = zone.minute(Timestamp(milliseconds: Int64(start)))
            return [time] + [spread.low, spread.middle, spread.high].map { ReportFigure.fixed($0, places: 1) }
        }
        return ReportTable(
            "Speed in Mbit/s, in parts of \(ReportFigure.duration(.milliseconds(window.length.milliseconds / 24)))",
            columns: [.words("from"), .figures("slowest"), .figures("mean"), .figures("fastest")],
            rows: rows
        )
    }
}
