/// The rate that a line settles at, with the interval that it lies in: `samples in, mean and 95 % interval out`.
///
/// Set-up and TCP's slow start stay out by the samples' own word, a server's slow beginning by its look: up to eight
/// leading samples, never more than half, that lie well below the rest. Nothing else is left out, since choosing the
/// calm part of a restless line would only make it look calm.
///
/// Samples a quarter of a second apart resemble their neighbours, so that n of them tell less than n. The interval
/// counts them as `n(1−r)/(1+r)` (a first-order autoregression) with a correlation r of 0.45, or what 24 samples and
/// more show if that is higher. Fewer show next to nothing of r, and a test that ends as soon as its interval is narrow
/// would end on the luckiest guess: on recorded lines an r that is assumed holds the level more often than an r that is
/// estimated, with as much data. `docs/usage.md` has the figures.
/// What drifts from second to second would still look calm for a moment, so the means of whole seconds have an interval
/// of their own, three at least (batch means), and the wider of both counts.
///
/// It speaks for the seconds that were measured; what a line does over minutes no test of seconds can know.
package struct SteadyRate: Sendable {
    /// With fewer samples than that a rate isn't called precise.
    static let leastSamples = 12
    /// How many samples in a row must find the interval narrow enough.
    static let leastLooks = 2
    /// How many leading samples may be a server's slow beginning.
    static let longestLead = 8
    /// With fewer whole seconds than that their means tell nothing.
    private static let leastSeconds = 3
    /// With fewer samples than that there's no interval.
    private static let leastForInterval = 4
    /// What neighbouring samples of real lines are taken to resemble each other at least.
    private static let leastCorrelation = 0.45
    /// With fewer samples than that the correlation isn't known.
    private static let leastForCorrelation = 24

    private struct Point: Sendable {
        var bytes: Double
        var seconds: Double
        var rate_bps: Double { bytes * 8 / seconds }
    }

    /// The wanted half-width of the interval, in percent of the rate.
    package let wanted_percent: Double
    private var points: [Point] = []
    private var targetBytes: [Int64] = []
    private var flow = Duration.zero
    private var nominal = Duration.zero
    private var looks = 0
    private var sorter = OrderStatistics(capacity: 64)

    /// The steady rate and its 95 % interval; `nil` while too little is known.
    package private(set) var interval: RateInterval?

    /// Makes a measurement that is to be so precise.
    package init(wanted_percent: Double) { self.wanted_percent = wanted_percent }

    /// How many samples tell of the rate.
    package var count: Int { points.count }

    /// Whether the rate is known as precisely as was wanted, and was so at the sample before.
    package var isPrecise: Bool { looks >= Self.leastLooks }

    /// Whether the interval lies within so many percent of the rate, on either side.
    package func isPrecise(width_percent: Double) -> Bool {
        guard points.count >= Self.leastSamples, let interval, interval.rate > .zero else { return false }
        let width = interval.high.bitsPerSecond - interval.rate.bitsPerSecond
        return width <= width_percent / 100 * interval.rate.bitsPerSecond
    }

    /// What each URL gave while the line was settled.
    package var targetRates: [BitRate] {
        let seconds = points.reduce(0) { $0 + $1.seconds }
        return targetBytes.map { BitRate(bitsPerSecond: seconds > 0 ? Double($0) * 8 / seconds : 0) }
    }

    /// Takes one sample in.
    package mutating func add(_ sample: FetchSample) {
        guard sample.total > .zero || flow > .zero, sample.interval > .zero else { return }
        flow += sample.interval
        nominal = max(nominal, sample.interval)
        // The last sample before an end may be too short for a speed.
        guard sample.interval * 2 >= nominal, isSettled(sample) else { return }
        points.append(Point(bytes: Double(sample.total.bytes), seconds: sample.interval.seconds))
        if targetBytes.count < sample.bytes.count {
            targetBytes += Array(repeating: 0, count: sample.bytes.count - targetBytes.count)
        }
        for (index, bytes) in sample.bytes.enumerated() { targetBytes[index] += bytes }
        interval = estimate()
        looks = isPrecise(width_percent: wanted_percent) ? looks + 1 : 0
    }

    /// As in ``SpeedMeter``: past the ramp a minority doesn't count, and a line that never settles is taken as it is.
    private func isSettled(_ sample: FetchSample) -> Bool {
        if sample.ramping == 0 { return true }
        return flow > SpeedMeter.rampLimit && (sample.ramping * 2 <= sample.streams || points.isEmpty)
    }

    private mutating func estimate() -> RateInterval? {
        let kept = points[leadingLow()...]
        guard kept.count >= Self.leastForInterval else { return nil }
        let rate = kept.reduce(0) { $0 + $1.bytes } * 8 / kept.reduce(0) { $0 + $1.seconds }
        let count = Double(kept.count)
        let mean = kept.reduce(0) { $0 + $1.rate_bps } / count
        var squares = 0.0
        var products = 0.0
        var before: Double?
        for point in kept {
            let distance = point.rate_bps - mean
            squares += distance * distance
            if let before { products += before * distance }
            before = distance
        }
        let found = squares > 0 && kept.count >= Self.leastForCorrelation ? products / squares : 0
        let correlation = min(max(found, Self.leastCorrelation), 0.95)
        let effective = max(count * (1 - correlation) / (1 + correlation), 1.2)
        // The samples' own scatter underrates that of a correlated line: hence effective − 1 twice.
        let error = (squares / count / (effective - 1)).squareRoot()
        let half = max(StudentT.quantile975(freedom: effective - 1) * error, halfOfSeconds(kept) ?? 0)
        return RateInterval(
            rate: BitRate(bitsPerSecond: rate),
            low: BitRate(bitsPerSecond: max(0, rate - half)),
            high: BitRate(bitsPerSecond: rate + half)
        )
    }

    /// The half-width that the means of whole seconds give; `nil` with fewer than three.
    private func halfOfSeconds(_ kept: ArraySlice<Point>) -> Double? {
        let size = max(1, Int((1 / max(nominal.seconds, 0.001)).rounded()))
        let count = kept.count / size
        guard count >= Self.leastSeconds else { return nil }
        let means = (0..<count).map { index in
            let end = kept.endIndex - index * size
            return kept[end - size..<end].reduce(0) { $0 + $1.rate_bps } / Double(size)
        }
        let mean = means.reduce(0, +) / Double(count)
        let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / Double(count) / Double(count - 1)).squareRoot()
        return StudentT.quantile975(freedom: Double(count - 1)) * error
    }

    /// How many of the first samples are a slow beginning.
    private mutating func leadingLow() -> Int {
        let most = min(Self.longestLead, points.count / 2)
        sorter.removeAll()
        for point in points[most...] { sorter.append(point.rate_bps) }
        let median = sorter.median()
        let low = median - max(2 * sorter.deviation(from: median), 0.01 * median)
        return points[..<most].firstIndex { $0.rate_bps >= low } ?? most
    }
}

/// Student's t distribution, as far as intervals need it.
enum StudentT {
    /// The value that 2.5 % lie above: the Cornish-Fisher series, within 1 % from three degrees of freedom on and too
    /// low by a quarter at one, where an interval says nothing anyhow.
    static func quantile975(freedom: Double) -> Double {
        let degrees = max(freedom, 0.2)
        return 1.95996 + 2.37227 / degrees + 2.82250 / (degrees * degrees) + 2.55585 / (degrees * degrees * degrees)
    }
}
