extension ReportMaterial {
    /// The speed against what the cycle has carried.
    var volumeSection: ReportSection? {
        let sentences = findings.isEmpty ? [] : [ReportBlock.list(findings)]
        let chart = volumeChart.map { [ReportBlock.chart($0)] } ?? []
        guard !sentences.isEmpty || !chart.isEmpty else { return nil }
        return ReportSection(title: "Speed against volume", blocks: sentences + chart)
    }

    private var volumeChart: ReportChart? {
        let (slots, ledger) = usage.ledger
        let curve = VolumeCurve(slots)
        let places = speeds.points.compactMap { point -> (x: Double, point: SeriesPoint)? in
            curve.volume(at: point.start).map { (Double($0.bytes) / 1e9, point) }
        }
        guard let last = places.map(\.x).max(), last > 0 else { return nil }
        let cap = plan?.cap?.gigabytes
        let range = 0...max(last, min(cap ?? 0, last * 1.5)) * 1.02
        func bins(_ count: Int) -> [(bin: Int, spread: ReportChart.Spread)] {
            var bins = SpeedBins(range, count: count)
            for (x, point) in places {
                guard let low = point.minimum, let mean = point.mean, let high = point.maximum else { continue }
                bins.add(
                    x: x,
                    low: low.megabitsPerSecond,
                    mean: mean.megabitsPerSecond,
                    high: high.megabitsPerSecond,
                    weight: Double(point.count)
                )
            }
            return bins.spreads
        }
        let spreads = bins(200).map(\.spread)
        guard let highest = spreads.map(\.high).max() else { return nil }
        let rows = bins(20).map { bin, spread in
            [ReportFigure.fixed(Double(bin) * range.upperBound / 20, places: 1)]
                + [spread.low, spread.middle, spread.high].map { ReportFigure.fixed($0, places: 1) }
        }
        var chart = ReportChart(
            id: "volume",
            title: "Speed against what \(ledger) carried in the cycle",
            description: "From 0 to \(ReportFigure.fixed(last, places: 1)) GB; the table has the figures.",
            legend: "Dot: mean speed at that volume. Line: slowest to fastest figure.",
            figures: .dots(spreads),
            xRange: range,
            xTicks: ChartTicks.figures(in: range, count: 8),
            xUnit: "GB of the cycle",
            yEnd: ChartTicks.end(for: highest),
            yUnit: "Mbit/s",
            table: ReportTable(
                "Speed in Mbit/s by volume, in parts of \(ReportFigure.fixed(range.upperBound / 20, places: 1)) GB",
                columns: [.figures("from GB"), .figures("slowest"), .figures("mean"), .figures("fastest")],
                rows: rows
            )
        )
        if let cap, range.contains(cap) { chart.xMarks.append(.init(place: cap, text: "cap")) }
        if let began = subject.incident?.began, let volume = curve.volume(at: began)?.gigabytes, range.contains(volume)
        {
            chart.xMarks.append(.init(place: volume, text: "incident"))
        }
        return chart
    }

    /// What was used each day.
    var usageSection: ReportSection? {
        let days = usageByDay
        guard !days.isEmpty else { return nil }
        let knowsLine = !usage.line.isEmpty
        let bars = days.map { day in
            let all = knowsLine ? day.line : day.tests
            return ReportChart.Bar(
                name: ChartTicks.day(day.date),
                all: all.total.gigabytes,
                part: day.tests.total.gigabytes
            )
        }
        let columns: [ReportTable.Column] =
            [.words("day"), .figures("tests down"), .figures("tests up")]
            + (knowsLine ? [.figures("line down"), .figures("line up")] : [])
        let rows = days.map { day in
            let line = knowsLine ? [day.line.down, day.line.up] : []
            return [day.date.description] + ([day.tests.down, day.tests.up] + line).map(ReportFigure.gigabytes)
        }
        let highest = bars.map(\.all).max() ?? 0
        let chart = ReportChart(
            id: "days",
            title: "Usage by day",
            description: "\(bars.count) days; the most on one day is \(ReportFigure.fixed(highest, places: 1)) GB.",
            legend: knowsLine
                ? "Light: the whole line. Dark: the tests." : "Dark: the tests. The whole line isn't known.",
            figures: .bars(bars),
            xRange: 0...Double(bars.count),
            xTicks: [],
            xUnit: zone.name,
            yEnd: ChartTicks.end(for: highest),
            yUnit: "GB",
            table: ReportTable("Usage by day in GB", columns: columns, rows: rows)
        )
        return ReportSection(title: "Usage", blocks: [.chart(chart)])
    }

    private var usageByDay: [(date: CivilDate, line: Traffic, tests: Traffic)] {
        var line: [CivilDate: Traffic] = [:]
        var tests: [CivilDate: Traffic] = [:]
        for slot in usage.line { line[zone.local(slot.start).date, default: .zero] += slot.traffic }
        for slot in usage.tests { tests[zone.local(slot.start).date, default: .zero] += slot.traffic }
        let days = Set(line.keys).union(tests.keys).sorted()
        guard let first = days.first, let last = days.last else { return [] }
        // A ledger of years isn't a chart of days.
        return (max(first.daysSince1970, last.daysSince1970 - 399)...last.daysSince1970).map { number in
            let date = CivilDate(daysSince1970: number)
            return (date, line[date] ?? .zero, tests[date] ?? .zero)
        }
    }
}

/// What was carried up to any point in time.
private struct VolumeCurve {
    private var starts: [Timestamp] = []
    private var totals: [Int64] = []
    private var total: Int64 = 0

    init(_ slots: [UsageSlot]) {
        for slot in slots.sorted(by: { $0.start < $1.start }) {
            starts.append(slot.start)
            totals.append(total)
            total += slot.traffic.total.bytes
        }
    }

    /// What was carried until then, evenly within a slot; `nil` before the first.
    func volume(at time: Timestamp) -> ByteCount? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let start = totals[low - 1]
        let end = low < totals.count ? totals[low] : total
        let share = min(1, starts[low - 1].distance(to: time).seconds / UsageSlot.length.seconds)
        return ByteCount(start + Int64(Double(end - start) * share))
    }
}
