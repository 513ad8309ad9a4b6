/// Draws a chart as SVG 1.1, in the classes of the report's style sheet.
struct ChartDrawing: Sendable {
    private static let width = 720.0
    private static let height = 270.0
    private static let left = 54.0
    private static let right = 706.0
    private static let top = 26.0
    private static let foot = 226.0

    private let chart: ReportChart

    /// Makes the drawing of a chart.
    init(_ chart: ReportChart) { self.chart = chart }

    /// Writes the drawing.
    func draw(on page: inout HTMLPage) {
        let names = "aria-labelledby=\"\(chart.id)-title \(chart.id)-text\""
        let size = "viewBox=\"0 0 \(Self.text(Self.width)) \(Self.text(Self.height))\""
        page.element("svg", "xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" \(names)") { svg in
            svg.element("title", "id=\"\(chart.id)-title\"", chart.title)
            svg.element("desc", "id=\"\(chart.id)-text\"", chart.description)
            if let shade = chart.shade { drawShade(shade, on: &svg) }
            drawAxes(on: &svg)
            switch chart.figures {
            case .lines(let lines): for line in lines { draw(line, on: &svg) }
            case .dots(let dots): for dot in dots { draw(dot, on: &svg) }
            case .bars(let bars): draw(bars, on: &svg)
            }
            drawMarks(on: &svg)
        }
    }

    private func x(_ place: Double) -> Double {
        let span = chart.xRange.upperBound - chart.xRange.lowerBound
        guard span > 0 else { return Self.left }
        return Self.left + (place - chart.xRange.lowerBound) / span * (Self.right - Self.left)
    }

    private func y(_ place: Double) -> Double {
        Self.foot - min(1, max(0, place / chart.yEnd)) * (Self.foot - Self.top)
    }

    private func drawShade(_ shade: ClosedRange<Double>, on svg: inout HTMLPage) {
        let (start, end) = (x(shade.lowerBound), x(shade.upperBound))
        svg.markup(Self.box("shade", x: start, y: Self.top, width: max(1, end - start), height: Self.foot - Self.top))
    }

    private func drawAxes(on svg: inout HTMLPage) {
        for tick in ChartTicks.figures(in: 0...chart.yEnd, count: 6) {
            let y = y(tick.place)
            svg.markup(Self.line(tick.place == 0 ? "axis" : "grid", Self.left, y, Self.right, y))
            Self.write(tick.text, x: Self.left - 6, y: y + 4, anchor: "end", on: &svg)
        }
        for tick in chart.xTicks where chart.xRange.contains(tick.place) {
            let x = x(tick.place)
            svg.markup(Self.line("axis", x, Self.foot, x, Self.foot + 4))
            Self.write(tick.text, x: x, y: Self.foot + 18, anchor: "middle", on: &svg)
        }
        Self.write(chart.yUnit, x: 4, y: 13, anchor: "start", on: &svg)
        Self.write(chart.xUnit, x: Self.right, y: Self.foot + 36, anchor: "end", on: &svg)
        for flaw in chart.flaws { svg.markup(Self.line("flaw", x(flaw), Self.foot - 6, x(flaw), Self.foot)) }
    }

    private func draw(_ line: [ReportChart.Spread], on svg: inout HTMLPage) {
        guard line.count > 1 else {
            for dot in line { draw(dot, on: &svg) }
            return
        }
        let upper = line.map { "\(Self.text(x($0.x))),\(Self.text(y($0.high)))" }
        let lower = line.reversed().map { "\(Self.text(x($0.x))),\(Self.text(y($0.low)))" }
        svg.markup("<polygon class=\"band\" points=\"\((upper + lower).joined(separator: " "))\"/>\n")
        let middle = line.map { "\(Self.text(x($0.x))),\(Self.text(y($0.middle)))" }
        svg.markup("<polyline class=\"mean\" points=\"\(middle.joined(separator: " "))\"/>\n")
    }

    private func draw(_ dot: ReportChart.Spread, on svg: inout HTMLPage) {
        let x = x(dot.x)
        svg.markup(Self.line("spread", x, y(dot.low), x, y(dot.high)))
        svg.markup("<circle class=\"dot\" cx=\"\(Self.text(x))\" cy=\"\(Self.text(y(dot.middle)))\" r=\"1.8\"/>\n")
    }

    private func draw(_ bars: [ReportChart.Bar], on svg: inout HTMLPage) {
        let slot = (Self.right - Self.left) / Double(max(1, bars.count))
        let width = min(36, slot * 0.72)
        let every = max(1, Int((64 / slot).rounded(.up)))
        for (index, bar) in bars.enumerated() {
            let middle = Self.left + (Double(index) + 0.5) * slot
            for (name, amount) in [("all", bar.all), ("part", bar.part)] where amount > 0 {
                let top = y(amount)
                svg.markup(Self.box(name, x: middle - width / 2, y: top, width: width, height: Self.foot - top))
            }
            guard index % every == 0 else { continue }
            Self.write(bar.name, x: middle, y: Self.foot + 18, anchor: "middle", on: &svg)
        }
    }

    private func drawMarks(on svg: inout HTMLPage) {
        for (index, mark) in chart.xMarks.enumerated() {
            let x = x(mark.place)
            svg.markup(Self.line("mark", x, Self.top - 6, x, Self.foot))
            let isLate = x > Self.right - 90
            let y = Self.top + 13 * Double(index)
            let anchor = isLate ? "end" : "start"
            Self.write(mark.text, x: x + (isLate ? -5 : 5), y: y, anchor: anchor, isHaloed: true, on: &svg)
        }
        for mark in chart.yMarks {
            let y = y(mark.place)
            svg.markup(Self.line("mark", Self.left, y, Self.right, y))
            Self.write(mark.text, x: Self.right, y: y - 5, anchor: "end", isHaloed: true, on: &svg)
        }
    }

    private static func text(_ number: Double) -> String { ReportFigure.fixed(number, places: 1) }

    private static func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line class=\"\(name)\" x1=\"\(text(x1))\" y1=\"\(text(y1))\" x2=\"\(text(x2))\" y2=\"\(text(y2))\"/>\n"
    }

    private static func box(_ name: String, x: Double, y: Double, width: Double, height: Double) -> String {
        let size = "width=\"\(text(width))\" height=\"\(text(height))\""
        return "<rect class=\"\(name)\" x=\"\(text(x))\" y=\"\(text(y))\" \(size)/>\n"
    }

    private static func write(
        _ words: String,
        x: Double,
        y: Double,
        anchor: String,
        isHaloed: Bool = false,
        on svg: inout HTMLPage
    ) {
        let halo = isHaloed ? " class=\"halo\"" : ""
        svg.element("text", "x=\"\(text(x))\" y=\"\(text(y))\" text-anchor=\"\(anchor)\"\(halo)", words)
    }
}
