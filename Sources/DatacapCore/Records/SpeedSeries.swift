/// The speed over a range of time, as a chart shows it.
package struct SpeedSeries: Hashable, Sendable {
    /// How long a point is.
    package var width: Duration
    /// The points that have samples, in the order of time; where nothing was measured there's none.
    package var points: [SeriesPoint]

    /// Makes a series.
    package init(width: Duration, points: [SeriesPoint]) {
        self.width = width
        self.points = points
    }
}

/// What was measured within one point of a series.
package struct SeriesPoint: Hashable, Sendable {
    /// When it begins; a multiple of the series' width since 1970.
    package var start: Timestamp
    /// The lowest speed of a sample; `nil` if none says anything of the line.
    package var minimum: BitRate?
    /// The mean speed over the samples' time; `nil` if none says anything of the line.
    package var mean: BitRate?
    /// The highest speed of a sample; `nil` if none says anything of the line.
    package var maximum: BitRate?
    /// The payload of all samples, flawed ones included.
    package var amount: ByteCount
    /// How many samples say something of the line.
    package var count: Int
    /// How many samples are flawed: they are in the amount and nowhere else.
    package var flawed: Int

    /// Makes a point.
    package init(
        start: Timestamp,
        minimum: BitRate?,
        mean: BitRate?,
        maximum: BitRate?,
        amount: ByteCount,
        count: Int,
        flawed: Int
    ) {
        self.start = start
        self.minimum = minimum
        self.mean = mean
        self.maximum = maximum
        self.amount = amount
        self.count = count
        self.flawed = flawed
    }
}
