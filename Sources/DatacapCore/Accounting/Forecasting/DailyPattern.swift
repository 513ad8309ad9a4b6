/// How much a line carries on a day, as its past days tell: the level, the week's pattern, the scatter about both, and
/// how sure the level is.
struct DailyPattern {
    /// Scatter that is taken for granted before the line's own is known: some quiet days, some heavy.
    private static let priorResiduals = [0.2, 0.6, 1.0, 2.2]
    /// What a day weighs against the day after: 28 days make a half.
    private static let fading = 0.975_55
    /// Days further back say nothing of the line as it is.
    static let mostDays = 84

    /// The usual day, in bytes.
    let level: Double
    /// What a weekday carries against the usual day, by ISO number from 1; drawn towards 1 while few were seen.
    private let weekdays: [Double]
    /// What days carried against what was usual for their weekday.
    private let residuals: [Double]
    /// How many days of equal weight the level rests on.
    let weight: Double
    /// The scatter of single days: the standard deviation of the residuals.
    private let scatter: Double
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
        level = zip(days, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
        var totals = [Double](repeating: 4, count: 8)
        var counts = [Double](repeating: 4, count: 8)
        for (index, day) in days.enumerated() where level > 0 {
            totals[(first - 1 + index) % 7 + 1] += day / level
            counts[(first - 1 + index) % 7 + 1] += 1
        }
        let weekdays = zip(totals, counts).map { $0.0 / $0.1 }
        self.weekdays = weekdays
        let level = level
        let own = days.enumerated().map { index, day in
            level > 0 ? day / (level * weekdays[(first - 1 + index) % 7 + 1]) : 1
        }
        residuals = own + Self.priorResiduals
        let mean = residuals.reduce(0, +) / Double(residuals.count)
        let variance = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(residuals.count)
        scatter = variance.squareRoot()
        let products = zip(own, own.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        let correlation = variance > 0 ? products / (variance * (Double(own.count) + 8)) : 0
        let bounded = min(0.8, max(0, correlation))
        persistence = (1 + bounded) / (1 - bounded)
    }

    /// A level that so many coming days may have, in bytes: by chance above or below what was seen.
    func drawnLevel(days: Double, _ random: inout SplitMix64) -> Double {
        let ofLevel = scatter * scatter * persistence / weight
        let ofPersistence = scatter * scatter * (persistence - 1) / max(1, days)
        let ofDrift = 0.01 * min(1, days / 30)
        let variance = min(1, ofLevel + ofPersistence + ofDrift)
        // Nearly normal: the sum of twelve uniform numbers.
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + random.nextUnit() }
        return level * (variance.squareRoot() * normal - variance / 2).exponential
    }

    /// What a weekday may carry at a level, in bytes.
    func drawnDay(_ weekday: Int, level: Double, _ random: inout SplitMix64) -> Double {
        level * weekdays[weekday] * residuals[Int(random.nextUnit() * Double(residuals.count))]
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
