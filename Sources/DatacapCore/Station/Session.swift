/// The figures of one test, from its start to the next start or reset.
package struct Session: Hashable, Sendable {
    /// When it started; `nil` before the first.
    package var startTime: Timestamp?
    /// Payload received.
    package var amount = ByteCount.zero
    /// The fastest figure.
    package var peak = BitRate.zero
    /// The latest figure; `nil` while there is none to show.
    package var speed: BitRate?
    /// Whether the latest figure says something of the line.
    package var isSpeedValid = true
    /// The chart.
    package var points = PointSeries()
    /// The length of the finished stretches, when the test isn't running.
    package var elapsed = Duration.zero
    /// When the current stretch began, by the monotonic clock.
    package var runningSince: Duration?
    private var measured = ByteCount.zero
    private var measuredTime = Duration.zero

    /// Makes the session of a test that hasn't begun.
    package init() {}

    /// Makes a session that begins now.
    package init(startedAt now: Moment) {
        startTime = now.timestamp
        runningSince = now.uptime
    }

    /// How long the session has lasted, pauses included.
    package func duration(at now: Duration) -> Duration { elapsed + (runningSince.map { now - $0 } ?? .zero) }

    /// The mean speed over the time that was measured: payload over time, never a mean of means.
    package var average: BitRate { BitRate(measured, over: measuredTime) }

    /// What the mean is made from, for data.json.
    package var mean: (amount: ByteCount, time: Duration) { (measured, measuredTime) }

    /// Takes a figure in; one that says nothing of the line stays out of mean and peak.
    mutating func add(_ figure: SpeedFigure, total: ByteCount, isValid: Bool = true, at now: Timestamp) {
        speed = figure.rate
        if isValid {
            peak = max(peak, figure.rate)
            measured += figure.amount
            measuredTime += figure.duration
        }
        points.append(SpeedPoint(time: now, rate: figure.rate, total: total))
    }

    /// Ends the current stretch.
    mutating func end(at now: Duration) {
        elapsed = duration(at: now)
        runningSince = nil
        speed = nil
    }

    /// Restores what the mean was made from.
    mutating func restoreMean(amount: ByteCount, time: Duration) {
        measured = amount
        measuredTime = time
    }
}
