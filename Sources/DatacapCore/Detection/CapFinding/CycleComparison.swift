/// Holds the cycles of a line against each other: the same volume again and again is a cap.
struct CycleComparison {
    /// Steps of several cycles at one volume.
    struct Volume {
        /// The cycles, the newest first, with what each says.
        var members: [(cycle: Int, step: CurveStep)]
        var range_bytes: ClosedRange<Double>
        /// How many slow times the line had that were as slow and over before their cycle was.
        var spells = 0
        /// Whether a later cycle went past it as fast as ever.
        var isPassed = false

        var width: Double { (range_bytes.upperBound - range_bytes.lowerBound) / max(range_bytes.upperBound, 1) }
        var estimate_bytes: Double {
            guard let only = members.first, members.count == 1 else {
                return (range_bytes.lowerBound + range_bytes.upperBound) / 2
            }
            return min(max(only.step.volume_bytes, range_bytes.lowerBound), range_bytes.upperBound)
        }

        func shares(aCycleWith other: Volume) -> Bool {
            members.contains { member in other.members.contains { $0.cycle == member.cycle } }
        }

        /// Whether a volume lies in the range, or so near to it, as a share.
        func holds(_ range: ClosedRange<Double>, within share: Double) -> Bool {
            let margin = share * range.upperBound
            return range.lowerBound - margin <= range_bytes.upperBound
                && range_bytes.lowerBound <= range.upperBound + margin
        }

        mutating func join(_ step: CurveStep, of cycle: Int) {
            members.append((cycle, step))
            let (one, other) = (range_bytes, step.interval_bytes)
            let low = max(one.lowerBound, other.lowerBound)
            let high = min(one.upperBound, other.upperBound)
            range_bytes =
                low <= high
                ? low...high : min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
        }
    }

    /// How far apart, as a share, two cycles may put the same cap: the provider counts by its own meter.
    static let tolerance = 0.02

    let evidence: [CycleEvidence]
    /// The volumes at which cycles slowed down, that of the newest cycle first.
    private(set) var volumes: [Volume] = []

    /// Compares the curves of cycles, the oldest first.
    init(_ curves: [CycleCurve]) {
        var evidence: [CycleEvidence] = []
        for index in curves.indices {
            let curve = curves[index].from(evidence.last?.nextFirst ?? 0)
            evidence.append(CycleEvidence(curve, next: index + 1 < curves.count ? curves[index + 1] : nil))
        }
        self.evidence = evidence
        for cycle in evidence.indices.reversed() where evidence[cycle].lift != .stayed {
            for step in evidence[cycle].steps.reversed() {
                let place = volumes.firstIndex { volume in
                    volume.holds(step.interval_bytes, within: Self.tolerance)
                        && !volume.members.contains { $0.cycle == cycle }
                }
                if let place {
                    volumes[place].join(step, of: cycle)
                } else {
                    volumes.append(Volume(members: [(cycle, step)], range_bytes: step.interval_bytes))
                }
            }
        }
        for index in volumes.indices {
            guard let newest = volumes[index].members.first else { continue }
            let bytes = volumes[index].range_bytes.upperBound * (1 + Self.tolerance)
            volumes[index].spells = curves.indices.reduce(0) { sum, cycle in
                let curve = curves[cycle].from(cycle > 0 ? evidence[cycle - 1].nextFirst : 0)
                let pieces = curve.pieces.prefix(evidence[cycle].steps.first?.index ?? curve.pieces.count)
                return sum + CycleEvidence.slowSpells(below: newest.step.threshold, in: pieces)
            }
            volumes[index].isPassed = curves.indices.contains { cycle in
                cycle > newest.cycle && CycleEvidence.passed(bytes, above: newest.step.threshold, in: curves[cycle])
            }
        }
    }
}

extension CycleComparison {
    /// How sure a volume is a cap's.
    private enum Standing: Int { case none, suspected, found }

    /// A volume's range may be as wide as this, as a share, to be held against another cycle's or the plan's.
    private static let mostWidth = 0.25
    /// How likely chance may be where a single cycle is the proof.
    private static let mostChance = 0.001

    /// What the cycles say together.
    ///
    /// - Parameter cap: The cap of the plan, if it is known: a slowdown there needs no lift.
    /// - Returns: What is found, or why nothing is.
    func finding(cap: ByteCount?) -> CapFinding {
        let living = volumes.filter { !$0.isPassed }
        guard let main = living.max(by: { standing($0, cap).rawValue < standing($1, cap).rawValue }),
            standing(main, cap) != .none
        else { return .unknown(reason) }
        if let disagreement = disagreement(with: main) { return .unknown(disagreement) }
        let stages = living.filter { $0.shares(aCycleWith: main) }
        let found = FoundCap(
            stages: stages.map(stage).sorted { $0.volume < $1.volume },
            lift: lift(main),
            earlier: volumes.filter { $0.isPassed && isWorthTelling($0) }.map { ByteCount(Int64($0.estimate_bytes)) },
            isOfPlan: stages.contains { isOfPlan($0, cap) },
            resetDay: nil,
            confidence: confidence(main, cap)
        )
        // What isn't known to a hundredth isn't named: another cycle will narrow it.
        let isPrecise = found.isOfPlan || found.stages.allSatisfy(\.isPrecise)
        return standing(main, cap) == .found && isPrecise ? .found(found) : .suspected(found)
    }

    private func standing(_ volume: Volume, _ cap: ByteCount?) -> Standing {
        let lifted = volume.members.filter { evidence[$0.cycle].isLifted }.count
        let isSure =
            isLiftedInTime(volume)
            || (volume.members.count >= 2 && lifted >= 1 && volume.width <= Self.mostWidth)
            || isOfPlan(volume, cap)
        if isSure { return .found }
        return lifted > 0 || volume.members.contains { $0.cycle == evidence.count - 1 } ? .suspected : .none
    }

    private func isOfPlan(_ volume: Volume, _ cap: ByteCount?) -> Bool {
        guard let cap, cap > .zero else { return false }
        let bytes = Double(cap.bytes)
        return volume.width <= Self.mostWidth && volume.holds(bytes...bytes, within: Self.tolerance)
    }

    /// An earlier cap was lifted with its cycle; other slow times aren't worth a word.
    private func isWorthTelling(_ volume: Volume) -> Bool {
        isLiftedInTime(volume)
    }

    /// Whether one lift alone is proof: so near to the cycle's end hardly any of the line's slow times would end.
    private func isLiftedInTime(_ volume: Volume) -> Bool {
        volume.members.contains { member in
            evidence[member.cycle].chanceOfLift * (Double(volume.spells) + 0.2) <= Self.mostChance
        }
    }

    /// Three cycles that slow down at three volumes have no cap.
    private func disagreement(with main: Volume) -> CapFinding.Reason? {
        guard main.members.count == 1 else { return nil }
        let others = volumes.filter { !$0.shares(aCycleWith: main) }
        guard others.count >= 2, others.allSatisfy({ $0.members.count == 1 }) else { return nil }
        let estimates = ([main] + others).map(\.estimate_bytes)
        return .cyclesDisagree(
            low: ByteCount(Int64(estimates.min() ?? 0)),
            high: ByteCount(Int64(estimates.max() ?? 0))
        )
    }

    private func stage(_ volume: Volume) -> FoundCap.Stage {
        let newest = volume.members[0].step
        return FoundCap.Stage(
            volume: ByteCount(Int64(volume.estimate_bytes)),
            low: ByteCount(Int64(volume.range_bytes.lowerBound)),
            high: ByteCount(Int64(volume.range_bytes.upperBound)),
            before: newest.before.interval,
            after: newest.after.interval,
            cycles: volume.members.count,
            since: Timestamp(seconds: newest.firstSlow_seconds) ?? Timestamp(milliseconds: 0)
        )
    }

    private func lift(_ volume: Volume) -> FoundCap.Lift? {
        for member in volume.members {
            if case .lifted(let after, let by) = evidence[member.cycle].lift,
                let after = Timestamp(seconds: after), let by = Timestamp(seconds: by)
            {
                return FoundCap.Lift(after: after, by: by)
            }
        }
        return nil
    }

    /// Each thing that chance would have to bring about lowers the odds of chance.
    private func confidence(_ volume: Volume, _ cap: ByteCount?) -> Double {
        var odds = isOfPlan(volume, cap) ? 0.05 : 1
        for (place, member) in volume.members.enumerated() {
            odds *= min(1, evidence[member.cycle].chanceOfLift * (Double(volume.spells) + 1))
            if place > 0 { odds *= min(1, max(0.04, 2 * volume.width)) }
        }
        return 1 / (1 + odds)
    }

    /// Why nothing is found, from the newest cycle that says something.
    private var reason: CapFinding.Reason {
        if let passed = volumes.first(where: \.isPassed) {
            return .passed(at: ByteCount(Int64(passed.estimate_bytes)))
        }
        if let stayed = evidence.last(where: { $0.lift == .stayed }), let step = stayed.steps.first {
            return .notLifted(at: ByteCount(Int64(step.volume_bytes)))
        }
        let most = ByteCount(Int64(evidence.map(\.reached_bytes).max() ?? 0))
        if let slowed = evidence.last(where: { !$0.steps.isEmpty && $0.lift == .unknown }),
            let step = slowed.steps.first
        {
            return .liftUnseen(at: ByteCount(Int64(step.volume_bytes)))
        }
        for cycle in evidence.reversed() {
            guard let end = cycle.end, let step = end.step else { continue }
            let volume = ByteCount(Int64(step.volume_bytes))
            switch end.doubt {
            case .noSlowdown: continue
            case .tooFewAfter: return .tooLate(at: volume)
            case .tooFewBefore: return .tooEarly(at: volume)
            case .recovers: return .recovers(upTo: most)
            case .gradual: return .gradual(upTo: most)
            }
        }
        return .noSlowdown(upTo: most)
    }
}
