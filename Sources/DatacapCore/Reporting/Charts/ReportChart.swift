/// A chart as figures, and what it says in words: what draws it needs to know no more.
struct ReportChart: Hashable, Sendable {
    /// Where something stands: both in the units of their axes.
    struct Place: Hashable, Sendable {
        var x: Double
        var y: Double
    }

    /// The spread of many figures at one place.
    struct Spread: Hashable, Sendable {
        var x: Double
        var low: Double
        var middle: Double
        var high: Double
    }

    /// Two amounts of one day, the second being part of the first.
    struct Bar: Hashable, Sendable {
        var name: String
        var all: Double
        var part: Double
    }

    /// Where a figure of the axis is written.
    struct Tick: Hashable, Sendable {
        var place: Double
        var text: String
    }

    /// A straight line across, with its name.
    struct Mark: Hashable, Sendable {
        var place: Double
        var text: String
    }

    /// What is drawn.
    enum Figures: Hashable, Sendable {
        /// Lines of means in bands from the slowest to the fastest figure; a new line wherever nothing was measured.
        case lines([[Spread]])
        /// A dot for each mean, with a line from the slowest to the fastest figure.
        case dots([Spread])
        /// A bar for each day.
        case bars([Bar])
    }

    /// What makes its names unique in the page.
    var id: String
    /// What it shows, in a few words.
    var title: String
    /// What can be seen in it, in a sentence or two, for those who can't see it.
    var description: String
    /// How it is to be read.
    var legend: String
    /// What is drawn.
    var figures: Figures
    /// The ends of the axis to the right.
    var xRange: ClosedRange<Double>
    /// Figures of the axis to the right.
    var xTicks: [Tick]
    /// What the axis to the right counts.
    var xUnit: String
    /// The end of the axis up, which begins at zero.
    var yEnd: Double
    /// What the axis up counts.
    var yUnit: String
    /// A part of the axis to the right that is shaded.
    var shade: ClosedRange<Double>?
    /// Lines up, with their names.
    var xMarks: [Mark] = []
    /// Lines to the right, with their names.
    var yMarks: [Mark] = []
    /// Where figures were flawed.
    var flaws: [Double] = []
    /// The same as a table.
    var table: ReportTable
}
