/// Looks for the steps down that a cycle's curve does not recover from.
enum StepSearch {
    /// How much slower the line must be: to 76 % and less.
    private static let leastDepth = 0.4
    /// How much the step must be likelier than another slow time.
    private static let leastEvidence = 8.0
    private static let leastEvidenceOfStage = 12.0
    /// How much less likely than the best the ends of the interval are: 50 times.
    private static let loss = 4.0
    private static let leastFastPoints = 5.0
    private static let leastSlowPoints = 4.0
    private static let leastSlow_seconds = 6.0 * 3_600
    /// What share of the points may be fast after it: a bucket's burst, a stray figure.
    private static let mostFastAfter = 0.05
    /// What share of the change must come at once.
    private static let leastAtOnce = 0.55
    private static let stages = 3

    /// Finds the steps of a curve, the first in the cycle first, or says why there is none.
    static func steps(of curve: CycleCurve) -> Result<[CurveStep], StepSearchEnd> {
        switch step(in: curve.pieces, leastEvidence: leastEvidence) {
        case .failure(let end): return .failure(end)
        case .success(let main):
            var steps = [main]
            var parts = [0..<main.index, main.index..<curve.pieces.count]
            while steps.count < stages, let part = parts.popLast() {
                let pieces = Array(curve.pieces[part])
                guard case .success(var stage) = step(in: pieces, leastEvidence: leastEvidenceOfStage) else { continue }
                parts.append(part.lowerBound..<part.lowerBound + stage.index)
                parts.append(part.lowerBound + stage.index..<part.upperBound)
                stage.index += part.lowerBound
                steps.append(stage)
            }
            steps.sort { $0.index < $1.index }
            return .success(levelled(steps, by: curve).map { sharpened($0, by: curve) })
        }
    }

    /// Takes the levels of each step from the stages on its two sides.
    private static func levelled(_ steps: [CurveStep], by curve: CycleCurve) -> [CurveStep] {
        let ends = [0] + steps.map(\.index) + [curve.pieces.count]
        return steps.enumerated().map { place, step in
            var step = step
            step.before = curve.pieces[ends[place]..<ends[place + 1]].middle ?? step.before
            step.after = curve.pieces[ends[place + 1]..<ends[place + 2]].middle ?? step.after
            return step
        }
    }

    /// Raises the interval's lower end to where the line was last seen to carry more than the limit.
    private static func sharpened(_ step: CurveStep, by curve: CycleCurve) -> CurveStep {
        guard let carried = curve.lastCarried_bytes(above: step.threshold), carried > step.low_bytes,
            carried < step.high_bytes
        else { return step }
        var step = step
        step.low_bytes = carried
        step.volume_bytes = (carried + step.high_bytes) / 2
        return step
    }

    /// Finds the one step that explains most.
    private static func step(in pieces: [CurvePiece], leastEvidence: Double) -> Result<CurveStep, StepSearchEnd> {
        guard pieces.count >= 2 else { return .failure(StepSearchEnd(doubt: .noSlowdown)) }
        var best: (step: CurveStep, doubt: CurveStep.Doubt?)?
        let ranked = RankedPieces(pieces)
        var tried = Array(repeating: false, count: pieces.count)
        for start in starts(pieces) {
            guard let fit = Fit(ranked, from: start, leastDepth: leastDepth, tried: &tried) else { continue }
            let step = fit.step(pieces, loss: loss)
            let doubt = doubt(step, fit, pieces, leastEvidence)
            // One without a doubt before any other, and then the one with more evidence.
            if let known = best, (doubt == nil) != (known.doubt == nil) {
                if doubt == nil { best = (step, nil) }
            } else if step.evidence > best?.step.evidence ?? -.infinity {
                best = (step, doubt)
            }
        }
        guard let best else { return .failure(StepSearchEnd(doubt: .noSlowdown)) }
        return best.doubt.map { .failure(StepSearchEnd(doubt: $0, step: best.step)) } ?? .success(best.step)
    }

    /// Where to begin: at even shares of the points, and where the means of both sides differ the most.
    private static func starts(_ pieces: [CurvePiece]) -> [Int] {
        let total = pieces.reduce(0) { $0 + $1.weight }
        let sum = pieces.reduce(0) { $0 + $1.weight * $1.level }
        var (count, part, most, sharpest, next) = (0.0, 0.0, 0.0, 1, 1)
        var starts: [Int] = []
        for place in 1..<pieces.count {
            count += pieces[place - 1].weight
            part += pieces[place - 1].weight * pieces[place - 1].level
            let fall = part / count - (sum - part) / (total - count)
            let gain = count * (total - count) * fall * fall
            if fall > 0, gain > most { (most, sharpest) = (gain, place) }
            if count >= Double(next) * total / 12 {
                starts.append(place)
                next += 1
            }
        }
        return starts + [sharpest]
    }

    private static func doubt(
        _ step: CurveStep,
        _ fit: Fit,
        _ pieces: [CurvePiece],
        _ leastEvidence: Double
    ) -> CurveStep.Doubt? {
        let after = pieces[step.index...]
        let points = after.reduce(0) { $0 + $1.count }
        let span = (after.last?.ended_seconds ?? 0) - step.firstSlow_seconds
        if fit.times.fastShare(after: step.index) > mostFastAfter { return .recovers }
        if points < leastSlowPoints || span < leastSlow_seconds { return .tooFewAfter }
        if fit.times.fastPoints(before: step.index) < leastFastPoints { return .tooFewBefore }
        if step.evidence < leastEvidence { return .recovers }
        return isSharp(step, pieces) ? nil : .gradual
    }

    /// Whether most of the change comes at once: the last quarter before it against the first quarter after it.
    private static func isSharp(_ step: CurveStep, _ pieces: [CurvePiece]) -> Bool {
        let before = nearest(pieces[..<step.index].reversed())
        let after = nearest(pieces[step.index...])
        guard let high = before.levels(at: [0.75]).first, let low = after.levels(at: [0.5]).first else { return false }
        return high - low >= leastAtOnce * (step.before.centre - step.after.centre)
    }

    /// The first quarter of the points of some pieces.
    private static func nearest(_ pieces: some Collection<CurvePiece>) -> [CurvePiece] {
        let quarter = pieces.reduce(0) { $0 + $1.count } / 4
        var near: [CurvePiece] = []
        var sum = 0.0
        for piece in pieces where sum < quarter {
            near.append(piece)
            sum += piece.count
        }
        return near
    }
}

/// Why a search found no step, with the one that it found wanting.
struct StepSearchEnd: Error, Hashable, Sendable {
    var doubt: CurveStep.Doubt
    var step: CurveStep?
}

extension StepSearch {
    /// A step with its levels, improved in turns: the levels tell the place, the place tells the levels.
    fileprivate struct Fit {
        var place: Int
        var before: CurveStep.Level
        var after: CurveStep.Level
        var times: SlowTimes

        /// Improves a start; `nil` if that isn't a step down, or leads to where another start led.
        init?(_ ranked: RankedPieces, from start: Int, leastDepth: Double, tried: inout [Bool]) {
            let pieces = ranked.pieces
            var place = start
            for turn in 1...5 {
                guard !tried[place], let before = ranked.middle(0..<place),
                    let after = ranked.middle(place..<pieces.count), before.centre - after.centre >= leastDepth
                else { return nil }
                tried[place] = true
                let threshold = (before.centre + after.centre) / 2
                let times = SlowTimes(pieces, threshold: threshold, limit: after.centre, split: place)
                let best = times.best
                (self.place, self.before, self.after, self.times) = (best, before, after, times)
                if best == place || turn == 5 { return }
                place = best
            }
            return nil
        }

        func step(_ pieces: [CurvePiece], loss: Double) -> CurveStep {
            let (last, first) = (pieces[place - 1], pieces[place])
            let range = times.range(within: loss)
            let low = pieces[range.lowerBound - 1].lastStart_bytes
            let high = pieces[range.upperBound].firstEnd_bytes
            let middle =
                range.count > 1
                ? mean(pieces, over: range) : (last.lastEnd_bytes + first.firstStart_bytes) / 2
            return CurveStep(
                index: place,
                volume_bytes: min(max(middle, low), high),
                low_bytes: low,
                high_bytes: high,
                before: before,
                after: after,
                lastFast_seconds: last.ended_seconds,
                firstSlow_seconds: first.began_seconds,
                evidence: times.evidence(at: place)
            )
        }

        /// Where the step is on the average, over several places that are about as likely.
        private func mean(_ pieces: [CurvePiece], over range: ClosedRange<Int>) -> Double {
            var (sum, all) = (0.0, 0.0)
            for place in range {
                let low = pieces[place - 1].lastStart_bytes
                let high = max(pieces[place].firstEnd_bytes, low + 1)
                let odds = times.odds(of: place) * (high - low)
                sum += odds * (low + high) / 2
                all += odds
            }
            return sum / all
        }
    }
}
