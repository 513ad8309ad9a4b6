/// How much a stretch of samples looks like something pressed against a ceiling.
///
/// A shaper lets through what it is set to and no more, so the upper part of the speeds lies in a narrow band with
/// nothing above it; a fading signal or a busy server hasn't such an edge. The idea is that of BBR's long-term
/// bandwidth (two intervals with the same rate mean a policer; `tcp_bbr.c`), made a likelihood ratio: each
/// sample lies in the band with one probability under a shaper, with another by the line's nature.
struct CeilingFingerprint: Sendable {
    /// What is looked at.
    struct Grain: Sendable {
        /// Half the band's width as a share of the ceiling.
        var tolerance: Double
        /// The share of samples under a shaper that lie in the band.
        var shaped: Double
        /// The least and the most that lines without one are credited with.
        ///
        /// The most, as a calm line presses against its own ceiling while all is well, and not where it dips.
        var natural: ClosedRange<Double>
        /// The most that may lie above the band, as a share.
        var above = 0.05
        /// Whether neighbours hang together, so that each counts for half an independent one.
        var isCorrelated: Bool
        /// Fewer say nothing.
        var least: Int

        /// Samples of a second or so, in a row.
        static let samples = Grain(tolerance: 0.05, shaped: 0.85, natural: 0.3...0.55, isCorrelated: true, least: 4)
        /// Means over several steps, where a policer's saw-tooth is gone and its rate is left.
        static let blocks = Grain(tolerance: 0.05, shaped: 0.85, natural: 0.4...0.6, isCorrelated: false, least: 5)
        /// The highest speeds of blocks of several seconds: what is left of a ceiling under which others come and go.
        ///
        /// A call takes some percent for seconds on end, and the first peak may be the onset's own.
        static let peaks = Grain(
            tolerance: 0.04,
            shaped: 0.8,
            natural: 0.4...0.4,
            above: 0.15,
            isCorrelated: false,
            least: 4
        )
        /// Whole tests, minutes or hours apart: averages over many seconds hold a shaper's rate closer.
        static let tests = Grain(tolerance: 0.035, shaped: 0.9, natural: 0.4...0.5, isCorrelated: false, least: 2)
    }

    /// Half the width of the band of samples.
    static let tolerance = Grain.samples.tolerance
    /// The most that a fingerprint may say: some natural dips are flat, too.
    private static let leastOdds = 0.005

    /// The ceiling, in the unit of the samples.
    private(set) var ceiling = 0.0
    /// The share of samples, 0–1, in the band under the ceiling.
    private(set) var share = 0.0
    /// How much likelier the samples are without a ceiling than with one, at most 1: small is strong evidence for one.
    private(set) var odds = 1.0

    /// Judges samples.
    ///
    /// - Parameters:
    ///   - sorter: The samples; their order is lost.
    ///   - natural: The share of samples in such a band that the line has by itself.
    ///   - grain: What the samples are.
    init(_ sorter: inout OrderStatistics, natural: Double, grain: Grain = .samples) {
        let count = sorter.count
        guard count >= grain.least else { return }
        ceiling = sorter.quantile(grain.isCorrelated ? 0.75 : 0.6)
        guard ceiling > 0 else { return }
        var inside = 0
        var above = 0
        for value in sorter.values {
            if abs(value - ceiling) <= grain.tolerance * ceiling { inside += 1 }
            if value > ceiling * (1 + 1.5 * grain.tolerance) { above += 1 }
        }
        share = Double(inside) / Double(count)
        guard Double(above) <= grain.above * Double(count) else { return }
        let usual = min(max(natural, grain.natural.lowerBound), grain.natural.upperBound)
        var hit = usual / grain.shaped
        var miss = (1 - usual) / (1 - grain.shaped)
        if grain.isCorrelated {
            hit = hit.squareRoot()
            miss = miss.squareRoot()
        }
        for _ in 0..<inside where odds > 1e-9 { odds *= hit }
        for _ in inside..<count where odds < 1e9 { odds *= miss }
        odds = min(max(odds, Self.leastOdds), 1)
    }
}
