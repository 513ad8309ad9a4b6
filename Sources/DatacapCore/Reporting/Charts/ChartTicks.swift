/// Round figures along an axis.
enum ChartTicks {
    /// The step of 1, 2 or 5 times a power of ten that makes at most `count` steps of a span.
    static func step(for span: Double, count: Int) -> Double {
        guard span > 0, span.isFinite, count > 0 else { return 1 }
        var power = 1.0
        while power * 10 <= span / Double(count) { power *= 10 }
        while power > span / Double(count) { power /= 10 }
        for factor in [1.0, 2, 5, 10] where power * factor * Double(count) >= span { return power * factor }
        return power * 10
    }

    /// The end of an axis from zero that has room for a figure.
    static func end(for highest: Double) -> Double {
        guard highest > 0, highest.isFinite else { return 1 }
        let step = step(for: highest * 1.05, count: 6)
        return (highest * 1.05 / step).rounded(.up) * step
    }

    /// Figures of an axis.
    static func figures(in range: ClosedRange<Double>, count: Int) -> [ReportChart.Tick] {
        let step = step(for: range.upperBound - range.lowerBound, count: count)
        var ticks: [ReportChart.Tick] = []
        var index = (range.lowerBound / step).rounded(.up)
        while index * step <= range.upperBound * (1 + 1e-9), ticks.count < 100 {
            let place = index * step
            let places = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3
            ticks.append(ReportChart.Tick(place: place, text: ReportFigure.fixed(place, places: places)))
            index += 1
        }
        return ticks
    }

    /// Times of an axis that counts milliseconds since 1970: round ones by the zone's clocks.
    static func times(in window: ReportWindow, zone: ZoneRules, count: Int) -> [ReportChart.Tick] {
        let steps: [Int64] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720]
        let span = window.length.milliseconds / 60_000
        guard let minutes = steps.first(where: { $0 * Int64(count) >= span }) else {
            return days(in: window, zone: zone, count: count)
        }
        let step = minutes * 60_000
        var ticks: [ReportChart.Tick] = []
        // From one full hour of UTC before, minute by minute where a step begins by the zone's clocks.
        var time = Timestamp(milliseconds: window.start.milliseconds.flooredDivision(by: 60_000) * 60_000)
        while time < window.end, ticks.count < 100 {
            let local = time.milliseconds + zone.offset(at: time).milliseconds
            if local % step == 0, window.contains(time) {
                let text = local % 86_400_000 == 0 ? day(zone.local(time).date) : zone.clock(time)
                ticks.append(ReportChart.Tick(place: Double(time.milliseconds), text: text))
            }
            time = Timestamp(milliseconds: time.milliseconds + 60_000)
        }
        return ticks
    }

    private static func days(in window: ReportWindow, zone: ZoneRules, count: Int) -> [ReportChart.Tick] {
        let first = zone.local(window.start).date
        let length = Int(window.length.milliseconds / 86_400_000) + 1
        let step = [1, 2, 7, 14, 30, 90, 365].first { $0 * count >= length } ?? 3_650
        var ticks: [ReportChart.Tick] = []
        for index in stride(from: 0, through: length, by: step) {
            let time = zone.startOfDay(first.adding(days: index))
            guard window.contains(time) else { continue }
            ticks.append(ReportChart.Tick(place: Double(time.milliseconds), text: day(zone.local(time).date)))
        }
        return ticks
    }

    /// A day without its year, such as `Nov 22`.
    static func day(_ date: CivilDate) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(months[date.month - 1]) \(date.day)"
    }
}
