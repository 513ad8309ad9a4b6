/// The first figures of each clock hour: a running measurement seen as one test an hour.
struct HourlyFigures: Hashable, Sendable {
    private static let hour_milliseconds: Int64 = 3_600_000

    private var figures = FirstFigures()
    private var hour: Int64?
    private var isTaken = false

    /// Takes a figure in.
    mutating func take(_ figure: SpeedFigure, at now: Timestamp) {
        let current = now.milliseconds.flooredDivision(by: Self.hour_milliseconds)
        if current != hour {
            figures = FirstFigures()
            hour = current
            isTaken = false
        }
        figures.take(figure)
    }

    /// The median of the hour's first figures, once.
    mutating func takeMedian() -> BitRate? {
        guard !isTaken, let median = figures.baseline else { return nil }
        isTaken = true
        return median
    }
}
