/// How the line went down: at once, or step by step.
///
/// Means of short blocks are fitted twice by least squares: with one step, and with a slope of any length between
/// two levels. A limiter steps; congestion that builds up slopes.
struct OnsetShape: Sendable {
    /// A slope shorter than that is a step: medians and TCP smear one by so much.
    static let longestStep_seconds = 25.0
    private static let blocks = 80
    private static let leastBlocks = 8
    /// How many lengths of slope are tried from each foot.
    private static let lengths = 24
    /// How much of the time before the drop is looked at.
    private static let leastBefore_seconds = 120.0
    private static let mostBefore_seconds = 300.0

    /// How long the way down took by the best slope.
    private(set) var slope_seconds = 0.0
    /// The best slope's squared error over the best step's; below 1 the slope fits better.
    private(set) var slopeAdvantage = 1.0

    /// Whether the line went down gradually, clearly.
    var isGradual: Bool { slope_seconds >= Self.longestStep_seconds && slopeAdvantage < 0.75 }
    /// Whether the line went down in one step, or can't have been told to do otherwise.
    var isStep: Bool { slope_seconds < Self.longestStep_seconds || slopeAdvantage > 0.92 }

    /// Measures the way down to a drop whose first step is known.
    init(_ history: LineHistory, _ reference: ReferenceLevel, onset: Int) {
        let since = history[onset].time_seconds
        let length = history.latest_seconds - since
        let start = history.firstIndex(
            from: since - max(Self.leastBefore_seconds, min(2 * length, Self.mostBefore_seconds))
        )
        let means = Self.blockMeans(history, reference, from: start)
        guard means.count >= Self.leastBlocks else { return }
        let block_seconds = (history.latest_seconds - history[start].time_seconds) / Double(means.count)
        // Prefix sums tell the mean of any level part at once.
        var sums = [0.0]
        for mean in means { sums.append(sums[sums.count - 1] + mean) }
        var bestStep = Double.infinity
        var bestSlope = Double.infinity
        let stride = max(1, means.count / Self.lengths)
        for foot in 2..<means.count - 1 {
            var blocks = 0
            while foot + blocks <= means.count {
                let error = Self.error(of: means, sums, foot: foot, slope: blocks)
                if Double(blocks) * block_seconds < Self.longestStep_seconds {
                    bestStep = min(bestStep, error)
                } else if error < bestSlope {
                    bestSlope = error
                    slope_seconds = Double(blocks) * block_seconds
                }
                blocks += stride
            }
        }
        slopeAdvantage = bestSlope / max(bestStep, 1e-9)
    }

    /// The squared error of a fit: level up to `foot`, a slope over so many blocks, level after.
    private static func error(of means: [Double], _ sums: [Double], foot: Int, slope: Int) -> Double {
        let end = min(foot + slope, means.count - 2)
        let before = sums[foot] / Double(foot)
        let after = (sums[means.count] - sums[end]) / Double(means.count - end)
        guard after < before else { return .infinity }
        var error = 0.0
        for index in means.indices {
            let way = slope == 0 ? (index < foot ? 0 : 1) : Double(index - foot + 1) / Double(slope + 1)
            let miss = means[index] - (before + (after - before) * min(max(way, 0), 1))
            error += miss * miss
        }
        return error
    }

    private static func blockMeans(_ history: LineHistory, _ reference: ReferenceLevel, from start: Int) -> [Double] {
        let size = max(3, (history.count - start + blocks - 1) / blocks)
        var means: [Double] = []
        var sorter = OrderStatistics(capacity: size)
        for index in max(start, 0)..<history.count {
            guard let ratio = reference.ratio(of: history[index]) else { continue }
            sorter.append(min(ratio, 2))
            guard sorter.count == size else { continue }
            means.append(sorter.median())
            sorter.removeAll()
        }
        return means
    }
}
