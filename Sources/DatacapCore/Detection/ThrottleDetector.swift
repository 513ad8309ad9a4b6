/// Tells a throttled line from one that is as it was: figures in, verdict out.
///
/// The rule is the documented one. The first figures make the baseline; a rolling window of 30 figures is held
/// against it; throttling is said when the window's mean is below the baseline by more than the threshold, and the
/// drop is consistent: the latest figures are all below it, and so are the targets, not one of them alone.
/// It is taken back when the latest figures are all above the threshold again, by a margin.
package struct ThrottleDetector: Sendable {
    /// How many settled figures make the baseline.
    package static let baselineCount = 10
    /// How many figures the rolling window holds.
    package static let windowCount = 30
    /// How many figures in a row must agree before a verdict changes.
    package static let consistentCount = 5
    /// How far above the threshold a throttled line must come to be normal again, as a share of the baseline.
    package static let clearMargin = 0.05
    /// After so many figures a line whose connections never settle makes its baseline from what there is.
    package static let patience = 30

    private struct Entry {
        var rate: BitRate
        var time: Timestamp
        var isLow: Bool
    }

    /// What is said of the line now.
    package private(set) var verdict = Verdict.undecided(.learning)
    /// What the line gave at first; `nil` until it is known.
    package private(set) var baseline: BitRate?

    /// The ratio of speed to baseline, 0–1, under which a speed is low.
    package var throttleRatio: Double

    private var learned: [SpeedFigure] = []
    private var unsettled = 0
    private var targetBaselines: [BitRate] = []
    private var window: [Entry] = []
    private var run = 0

    /// Makes a detector that knows nothing of the line.
    ///
    /// - Parameter throttleRatio: The ratio of speed to baseline, 0–1, under which a speed is low.
    package init(throttleRatio: Double) { self.throttleRatio = throttleRatio }

    /// Takes one figure in.
    ///
    /// - Parameters:
    ///   - figure: The speed over the latest update interval.
    ///   - now: When the interval ended.
    /// - Returns: Whether the verdict is another than before.
    @discardableResult
    package mutating func observe(_ figure: SpeedFigure, at now: Timestamp) -> Bool {
        let before = verdict.name
        guard let baseline else {
            learn(figure)
            return verdict.name != before
        }
        let ratio = figure.rate.bitsPerSecond / max(baseline.bitsPerSecond, 1)
        let isLow = ratio < throttleRatio && !isOneTargetAlone(figure)
        let agrees = verdict.isThrottled ? ratio >= throttleRatio + Self.clearMargin : isLow
        run = agrees ? run + 1 : 0
        window.append(Entry(rate: figure.rate, time: now, isLow: isLow))
        if window.count > Self.windowCount { window.removeFirst() }
        decide(baseline)
        return verdict.name != before
    }

    /// Notes that figures before and after a pause, a stall or a crash don't follow each other.
    package mutating func interrupt() { run = 0 }

    private mutating func learn(_ figure: SpeedFigure) {
        if !figure.isSettled { unsettled += 1 }
        guard figure.isSettled || unsettled > Self.patience else { return }
        learned.append(figure)
        guard learned.count == Self.baselineCount else { return }
        baseline = Self.median(learned.map(\.rate))
        let targets = learned.map(\.targetRates.count).max() ?? 0
        targetBaselines = (0..<targets).map { index in
            Self.median(learned.map { index < $0.targetRates.count ? $0.targetRates[index] : .zero })
        }
        learned = []
        verdict = .normal
    }

    private mutating func decide(_ baseline: BitRate) {
        let mean = BitRate(bitsPerSecond: window.reduce(0) { $0 + $1.rate.bitsPerSecond } / Double(window.count))
        switch verdict {
        case .undecided, .normal:
            guard run >= Self.consistentCount, mean < baseline * throttleRatio else { return }
            let onset = window.lastIndex { !$0.isLow }.map { $0 + 1 } ?? 0
            let low = window[onset...]
            verdict = .throttled(
                ThrottleEvidence(
                    since: low.first?.time ?? window[window.count - 1].time,
                    baseline: baseline,
                    level: Self.median(low.map(\.rate))
                )
            )
            run = 0
        case .throttled(var evidence):
            guard run >= Self.consistentCount else {
                evidence.level = Self.median(window.filter { $0.time >= evidence.since }.map(\.rate))
                verdict = .throttled(evidence)
                return
            }
            verdict = .normal
            window = window.suffix(run)
            run = 0
        }
    }

    /// Whether a single slow target, not the line, makes the figure low: the others together give what they gave.
    private func isOneTargetAlone(_ figure: SpeedFigure) -> Bool {
        let used = targetBaselines.indices.filter { targetBaselines[$0] > .zero && $0 < figure.targetRates.count }
        let low = used.filter { figure.targetRates[$0] < targetBaselines[$0] * throttleRatio }
        guard used.count >= 2, low.count == 1 else { return false }
        let others = used.filter { !low.contains($0) }
        let given = others.reduce(0) { $0 + figure.targetRates[$1].bitsPerSecond }
        let usual = others.reduce(0) { $0 + targetBaselines[$1].bitsPerSecond }
        return given >= usual * (1 + throttleRatio) / 2
    }

    private static func median(_ rates: [BitRate]) -> BitRate {
        let sorted = rates.map(\.bitsPerSecond).sorted()
        guard !sorted.isEmpty else { return .zero }
        let middle = sorted.count / 2
        let value = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        return BitRate(bitsPerSecond: value)
    }
}
