extension ScheduledDetector {
    private static let month_seconds = 30.0 * 86_400
    /// Accusations in a month of tests for each that is tolerated in a day of a running measurement.
    private static let perMonth = 0.04
    private static let leastRun = 3
    /// With several targets in turn, a run on one of them must be longer.
    private static let leastRunOfTarget = 6
    /// Odds below which the speeds of a run are a limit's.
    private static let equalOdds = 0.2
    private static let evidentOdds = 0.01
    /// By how much a return to the ceiling of an earlier throttle lowers the odds of chance.
    private static let returnOdds = 0.1
    private static let sameCeiling = 0.05
    /// Tests that much above a ceiling say that it is gone.
    private static let lifted = 1.3
    /// Tests that follow each other more closely than this say the same.
    private static let independent_seconds = 1_800.0
    /// How many times its usual scatter a line must be down by without a ceiling.
    private static let deviations = 3.0

    /// Says whether the run of slow tests is one that the line doesn't make by itself.
    mutating func judge(typical_seconds: Double, _ volumes: VolumeMemory) -> LevelDrop? {
        let start = tests.count - run
        guard start > 0, run >= Self.leastRun, isOfLine(from: start) else { return nil }
        fill(start..<tests.count)
        let depth = sorter.median()
        let ceiling = CeilingFingerprint(&sorter, natural: concentration, grain: .tests)
        let low = sorter.quantile(0.1)
        let high = sorter.quantile(0.9)
        let span = tests[tests.count - 1].time_seconds - tests[start].time_seconds
        let runs = memory.expected(
            depth: depth,
            length: min(Double(run), 1 + span / Self.independent_seconds),
            tests: Self.month_seconds / typical_seconds
        )
        let spread = sorter.deviation(from: depth) / max(depth, 1e-3)
        let volume = volume(start, volumes)
        let odds = runs * (volume == nil ? 1 : VolumeMemory.odds)
        guard var kind = kind(runs: odds, depth: depth, spread: spread, ceiling: ceiling, start: start) else {
            return nil
        }
        if case .throttled = kind { kind = .throttled(volume) }
        return LevelDrop(
            kind: kind,
            since_seconds: tests[start].time_seconds,
            noticed_seconds: tests[tests.count - 1].time_seconds,
            before_mbps: level_mbps,
            noise: noise,
            after_mbps: depth * level_mbps,
            afterLow_mbps: low * level_mbps,
            afterHigh_mbps: high * level_mbps,
            depth: depth,
            ceiling: kind.accuses ? ceiling.ceiling : nil,
            expectedPerDay: odds * ceiling.odds / 30
        )
    }

    /// The volume that was passed between the last usual test and the first slow one.
    private func volume(_ start: Int, _ volumes: VolumeMemory) -> VolumeMatch? {
        guard start > 0, let before = tests[start - 1].usage_bytes, let after = tests[start].usage_bytes,
            before <= after
        else { return nil }
        return volumes.match(before...after)
    }

    private mutating func kind(
        runs: Double,
        depth: Double,
        spread: Double,
        ceiling: CeilingFingerprint,
        start: Int
    ) -> Detection.Kind? {
        let tolerated = Self.perMonth * settings.tolerated_accusations_per_day
        let isDeep = depth < 1 - Self.deviations * min(noise, 0.3)
        let odds = ceiling.odds * (isKnown(ceiling.ceiling * level_mbps) ? Self.returnOdds : 1)
        if isGradual(before: start) || ceiling.odds > 0.5 && spread > 1.5 * noise {
            return runs < 20 * tolerated && isDeep ? .congestion : nil
        }
        if odds < Self.equalOdds { return runs * odds < tolerated ? .throttled(nil) : nil }
        return runs < tolerated && isDeep ? .undecided : nil
    }

    /// Collects tests as shares of the usual level.
    mutating func fill(_ range: Range<Int>) {
        sorter.removeAll()
        for index in range { sorter.append(tests[index].rate_mbps / level_mbps) }
    }

    /// Whether a run is about the line and not about one of several targets.
    private func isOfLine(from start: Int) -> Bool {
        if run >= Self.leastRunOfTarget { return true }
        let target = tests[tests.count - 1].target
        for index in start..<tests.count where tests[index].target != target { return true }
        for index in max(0, tests.count - 20)..<start where tests[index].target != target { return false }
        return true
    }

    /// Since when a target alone has been slow in its latest three tests, if the others weren't.
    mutating func slowAlone(_ target: Int) -> Double? {
        var mine = 0
        var others = 0
        var since = 0.0
        var index = tests.count
        while index > 0, mine < 3 {
            index -= 1
            let share = share(index)
            if tests[index].target == target {
                guard share < settings.slowRatio else { return nil }
                mine += 1
                since = tests[index].time_seconds
            } else {
                others += share > 0.85 ? 1 : -1
            }
        }
        return mine == 3 && others >= 3 ? since : nil
    }

    /// Whether the tests before the run were on their way down already.
    private mutating func isGradual(before start: Int) -> Bool {
        guard start >= 4 else { return false }
        var between = 0
        for index in start - 4..<start {
            let share = share(index)
            if share < 0.93, share >= settings.slowRatio { between += 1 }
        }
        return between >= 3
    }

    /// Whether the latest two tests are back at the usual speed, or well above the ceiling that they were held under.
    mutating func hasEnded(_ drop: LevelDrop, _ latest: Double) -> Bool {
        let before = share(tests.count - 2)
        if min(latest, before) > LevelTrack.recovered { return true }
        guard let ceiling = drop.ceiling else { return false }
        let lower = min(tests[tests.count - 1].rate_mbps, tests[tests.count - 2].rate_mbps)
        return lower > Self.lifted * ceiling * drop.before_mbps
    }

    /// A run within a drop that is much lower than it was and equal in itself: a limit of its own.
    mutating func deepened(_ drop: LevelDrop) -> LevelDrop? {
        var start = tests.count
        while start > 0, tests.count - start < 8, tests[start - 1].rate_mbps < 0.6 * drop.depth * level_mbps {
            start -= 1
        }
        guard tests.count - start >= Self.leastRun, tests[start].time_seconds > drop.since_seconds else { return nil }
        fill(start..<tests.count)
        let ceiling = CeilingFingerprint(&sorter, natural: concentration, grain: .tests)
        guard ceiling.odds < 0.3 else { return nil }
        var deeper = drop
        deeper.kind = .throttled(nil)
        // What witnesses said of the first drop they didn't say of this one.
        deeper.probes = []
        deeper.isRuledOut = false
        deeper.since_seconds = tests[start].time_seconds
        limit(&deeper, ceiling)
        return deeper
    }

    /// Judges a drop without a known limit again after more of it: equal speeds are a limit.
    mutating func reviewed(_ drop: LevelDrop, typical_seconds: Double) -> LevelDrop? {
        guard drop.kind == .congestion || drop.kind == .undecided, !drop.isRuledOut else { return nil }
        sorter.removeAll()
        var index = tests.count
        while index > 0, sorter.count < 64, tests[index - 1].time_seconds >= drop.since_seconds {
            index -= 1
            let share = tests[index].rate_mbps / level_mbps
            if share < settings.slowRatio { sorter.append(share) }
        }
        guard sorter.count >= 4 else { return nil }
        let ceiling = CeilingFingerprint(&sorter, natural: concentration, grain: .tests)
        guard ceiling.odds < Self.evidentOdds,
            memory.expected(
                depth: sorter.median(),
                length: Double(sorter.count),
                tests: Self.month_seconds / typical_seconds
            ) * ceiling.odds < Self.perMonth * settings.tolerated_accusations_per_day
        else { return nil }
        var reviewed = drop
        reviewed.kind = .throttled(nil)
        limit(&reviewed, ceiling)
        return reviewed
    }

    /// Puts the limit that has shown into a drop.
    private mutating func limit(_ drop: inout LevelDrop, _ ceiling: CeilingFingerprint) {
        drop.noticed_seconds = tests[tests.count - 1].time_seconds
        drop.before_mbps = level_mbps
        drop.depth = sorter.median()
        drop.ceiling = ceiling.ceiling
        drop.after_mbps = drop.depth * level_mbps
        drop.afterLow_mbps = sorter.quantile(0.1) * level_mbps
        drop.afterHigh_mbps = sorter.quantile(0.9) * level_mbps
    }

    /// Whether a limit has a level that one had before.
    private func isKnown(_ ceiling_mbps: Double) -> Bool {
        for index in 0..<knownCeilings.count
        where abs(knownCeilings[index] - ceiling_mbps) < Self.sameCeiling * ceiling_mbps { return true }
        return false
    }
}
