/// How much a line carries on a day, as its past days tell: the level, what weekends carry against working days, the
/// scatter about both, and how sure the level is.
///
/// The constants were chosen on made-up households (even, weekly, sluggish, bursty) so that bands which say “four of
/// five” hold about so often with few days and with many. A factor for each weekday fits the bursts of the past and
/// not the week; two kinds of days don't.
struct DailyPattern {
    /// What days are like before the line's own are known: quiet ones, and now and then a heavy one.
    private static let priorResiduals = [0.2, 0.5, 0.8, 1.2, 4]
    /// The variance that is taken for granted until then, and how many days it weighs.
    private static let (priorVariance, priorWeight) = (0.9, 8.0)
    /// How much a day is like the day before, until then.
    private static let priorCorrelation = 0.2
    /// What a day weighs against the day after: 56 days make a half.
    private static let fading = 0.987_7
    /// Days further back say nothing of the line as it is.
    static let mostDays = 84

    /// The usual day, in bytes.
    let level: Double
    /// What days of the weekend carry against the usual day; drawn towards 1 while few were seen.
    private let weekend: Double
    /// What working days carry against it.
    private let working: Double
    /// What days carried against what was usual for their kind.
    private let residuals: [Double]
    /// How many days of equal weight the level rests on.
    private let weight: Double
    /// The variance of single days about what is usual for them.
    private let variance: Double
    /// How much more a sum of days scatters than if each day were for itself: (1 + ρ) / (1 − ρ).
    private let persistence: Double

    /// Learns from days in a row.
    ///
    /// - Parameters:
    ///   - days: What each carried, in bytes, the latest last; at least one.
    ///   - first: The weekday of the first, by ISO number.
    init(_ days: [Double], weekday first: Int) {
        var weights = [Double](repeating: 1, count: days.count)
        for index in days.indices.dropLast().reversed() { weights[index] = weights[index + 1] * Self.fading }
        let sum = weights.reduce(0, +)
        weight = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
        let level = zip(days, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
        self.level = level
        guard level > 0 else {
            (weekend, working, residuals, variance, persistence) = (1, 1, [1], Self.priorVariance, 1)
            return
        }
        let isWeekend = days.indices.map { (first - 1 + $0) % 7 >= 5 }
        func factor(weekend: Bool) -> Double {
            let own = days.indices.filter { isWeekend[$0] == weekend }.map { days[$0] / level }
            return (4 + own.reduce(0, +)) / (4 + Double(own.count))
        }
        let (weekend, working) = (factor(weekend: true), factor(weekend: false))
        (self.weekend, self.working) = (weekend, working)
        let count = Double(days.count)
        let raw = days.indices.map { days[$0] / (isWeekend[$0] ? weekend : working) }
        let mean = raw.reduce(0, +) / count
        let own = raw.map { $0 / mean }
        residuals = own + Self.priorResiduals
        let squares = own.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }
        variance = (squares + Self.priorWeight * Self.priorVariance) / (count + Self.priorWeight)
        let products = zip(own, own.dropFirst()).reduce(0) { $0 + ($1.0 - 1) * ($1.1 - 1) }
        let seen = squares > 0 ? products / squares * count : 0
        let correlation = (seen + Self.priorWeight * Self.priorCorrelation) / (count + Self.priorWeight)
        let bounded = min(0.8, max(0, correlation))
        persistence = (1 + bounded) / (1 - bounded)
    }

    /// A level that so many coming days may have, in bytes: by chance above or below what was seen.
    func drawnLevel(days: Double, _ random: inout SplitMix64) -> Double {
        let ofLevel = variance * persistence / weight
        let ofPersistence = variance * (persistence - 1) / max(1, days)
        let ofDrift = 0.01 * min(1, days / 30)
        let spread = min(0.8, ofLevel + ofPersistence + ofDrift)
        // Nearly normal: the sum of twelve uniform numbers.
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + random.nextUnit() }
        return level * (spread.squareRoot() * normal - spread / 4).exponential
    }

    /// What a weekday may carry at a level, in bytes.
    func drawnDay(_ weekday: Int, level: Double, _ random: inout SplitMix64) -> Double {
        let residual = residuals[Int(random.nextUnit() * Double(residuals.count))]
        return level * (weekday >= 6 ? weekend : working) * residual
    }
}

extension Double {
    /// e to the power of the number, right to a per cent between −5 and 5: the core has no library of mathematics.
    fileprivate var exponential: Double {
        var power = max(0, 1 + self / 4_096)
        for _ in 0..<12 { power *= power }
        return power
    }
}
