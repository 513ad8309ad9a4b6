/// Speeds gathered in equal parts of an axis: what a chart has room for, with no dip lost.
struct SpeedBins: Sendable {
    private struct Bin {
        var low = Double.infinity
        var high = 0.0
        var sum = 0.0
        var weight = 0.0
    }

    private let range: ClosedRange<Double>
    private var bins: [Bin]

    /// Makes empty bins.
    init(_ range: ClosedRange<Double>, count: Int) {
        self.range = range
        bins = Array(repeating: Bin(), count: max(1, count))
    }

    /// Adds figures in Mbit/s at a place.
    mutating func add(x: Double, low: Double, mean: Double, high: Double, weight: Double) {
        let span = range.upperBound - range.lowerBound
        guard span > 0, range.contains(x), low.isFinite, mean.isFinite, high.isFinite, weight > 0 else { return }
        let index = min(bins.count - 1, Int((x - range.lowerBound) / span * Double(bins.count)))
        bins[index].low = min(bins[index].low, low)
        bins[index].high = max(bins[index].high, high)
        bins[index].sum += mean * weight
        bins[index].weight += weight
    }

    /// The bins that have figures, by their number.
    var spreads: [(bin: Int, spread: ReportChart.Spread)] {
        let width = (range.upperBound - range.lowerBound) / Double(bins.count)
        return bins.enumerated().compactMap { index, bin in
            guard bin.weight > 0 else { return nil }
            let x = range.lowerBound + (Double(index) + 0.5) * width
            return (index, ReportChart.Spread(x: x, low: bin.low, middle: bin.sum / bin.weight, high: bin.high))
        }
    }

    /// The bins that have figures, apart where more than `gap` empty ones lie between.
    func lines(gap: Int) -> [[ReportChart.Spread]] {
        var lines: [[ReportChart.Spread]] = []
        var last: Int?
        for (bin, spread) in spreads {
            if let last, bin - last <= gap + 1 { lines[lines.count - 1].append(spread) } else { lines.append([spread]) }
            last = bin
        }
        return lines
    }
}
