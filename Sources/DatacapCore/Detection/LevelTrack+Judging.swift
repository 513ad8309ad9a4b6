extension LevelTrack {
    /// Odds below which a ceiling makes the way down irrelevant.
    private static let clearCeiling = 0.05
    /// Odds below which a ceiling stands whatever else is seen.
    static let evidentCeiling = 0.02
    /// How much surer it must be that a drop is real when nothing tells what it is.
    private static let undecidedOdds = 0.2
    /// How far under every block of the reference a drop without a ceiling should be.
    private static let belowFloor = 0.95
    /// How often the way down is measured while it tells nothing.
    private static let shapeEvery_seconds = 5.0
    /// A level that much below a drop's own is a drop of its own.
    private static let deeper = 0.6
    private static let deeperSteps = 8
    /// The share of its usual speed below which a target isn't as it was.
    private static let untouched = 0.88
    /// The last third of a stay is that far below the first while the line is falling, and a third has so many steps.
    private static let stillFalling = 0.85
    private static let leastOfThird = 3
    /// How many of the latest steps a ceiling is looked for in.
    private static let ceilingSteps = 60

    /// Says whether the line is low in a way that it isn't by itself.
    mutating func judge(
        _ history: LineHistory,
        _ targets: TargetTrack,
        _ texture: inout FineTexture,
        pace_seconds: Double
    ) -> LevelDrop? {
        let now = history.latest_seconds
        for rung in memory.rungs.indices {
            guard let since = memory.since_seconds[rung] else { continue }
            let start = history.firstIndex(from: since)
            let length = now - since + pace_seconds
            var ceiling = ceiling(history, from: start)
            if ceiling.odds > Self.clearCeiling {
                let held = heldRate(history, from: start, pace_seconds: pace_seconds)
                if held.odds < ceiling.odds { ceiling = held }
            }
            // One who shares the line all the time leaves such a top, too: only a second witness tells them apart.
            let ownOdds = ceiling.odds
            if ceiling.odds > Self.clearCeiling, asksWitnesses {
                let peaks = texture.peaks(since: since)
                if peaks.odds < ceiling.odds { ceiling = peaks }
            }
            let volume = volumes.match(history[start].usage_bytes)
            let usual = memory.expectedPerDay(rung, length_seconds: length, noise: reference.noise)
            let dips = usual * (volume == nil ? 1 : VolumeMemory.odds)
            guard dips * ceiling.odds < settings.tolerated_accusations_per_day,
                agrees(history, targets, from: start),
                let kind = kind(history, from: start, dips: dips, ceiling: ceiling, volume: volume)
            else { continue }
            var drop = drop(kind, history, from: start, ceiling: ceiling, expected: dips * ceiling.odds)
            drop.needsWitness = dips * ownOdds >= settings.tolerated_accusations_per_day
            return drop
        }
        return nil
    }

    /// What kind of drop it is; `nil` while that has to wait.
    private mutating func kind(
        _ history: LineHistory,
        from start: Int,
        dips: Double,
        ceiling: CeilingFingerprint,
        volume: VolumeMatch?
    ) -> Detection.Kind? {
        if let limit = localLimit(history, from: start) { return .localLimit(limit) }
        if ceiling.odds <= Self.clearCeiling { return .throttled(volume) }
        let now = history.latest_seconds
        guard now >= nextShape_seconds else { return nil }
        fillRatios(history, max(start, history.count - Self.ceilingSteps)..<history.count)
        let isSure = dips < settings.tolerated_accusations_per_day * Self.undecidedOdds
        guard isSure || sorter.median() < reference.floor * Self.belowFloor else { return nil }
        nextShape_seconds = now + Self.shapeEvery_seconds
        let shape = OnsetShape(history, reference, onset: start)
        if shape.isGradual { return .congestion }
        if shape.isStep { return isFalling(history, from: start) ? nil : .throttled(volume) }
        return isSure ? .undecided : nil
    }

    /// Whether the line is on its way down still, as it is under a limit only for a moment.
    private mutating func isFalling(_ history: LineHistory, from start: Int) -> Bool {
        let third = (history.count - start) / 3
        guard third >= Self.leastOfThird else { return false }
        fillRatios(history, start..<start + third)
        let first = sorter.median()
        fillRatios(history, history.count - third..<history.count)
        return sorter.median() < Self.stillFalling * first
    }

    /// A drop within a drop: much lower than it was, and against a ceiling of its own.
    mutating func deepened(_ drop: LevelDrop, _ history: LineHistory) -> LevelDrop? {
        var start = history.count
        while start > 0, let ratio = reference.ratio(of: history[start - 1]), ratio < Self.deeper * drop.depth {
            start -= 1
        }
        guard history.count - start >= Self.deeperSteps, history[start].time_seconds > drop.since_seconds else {
            return nil
        }
        let ceiling = ceiling(history, from: start)
        guard ceiling.odds < Self.evidentCeiling else { return nil }
        let volume = volumes.match(history[start].usage_bytes)
        return self.drop(.throttled(volume), history, from: start, ceiling: ceiling, expected: drop.expectedPerDay)
    }

    /// What limited most of the steps since then on this side.
    func localLimit(_ history: LineHistory, from start: Int) -> LineSample.LocalLimit? {
        var limited = 0
        var limit: LineSample.LocalLimit?
        for index in start..<history.count {
            guard let found = history[index].limit else { continue }
            limited += 1
            limit = found
        }
        return limited * 2 > history.count - start ? limit : nil
    }

    /// A ceiling is one of the line: it shows in the speeds as they are, whatever each target usually gives.
    mutating func ceiling(_ history: LineHistory, from start: Int, most: Int = ceilingSteps) -> CeilingFingerprint {
        let first = max(start, history.count - most)
        sorter.removeAll()
        for index in first..<history.count { sorter.append(history[index].rate_mbps) }
        return CeilingFingerprint(&sorter, natural: reference.concentration)
    }

    /// The rate that is held over seconds, whatever the speed does from one to the next: a policer's.
    mutating func heldRate(_ history: LineHistory, from start: Int, pace_seconds: Double) -> CeilingFingerprint {
        let size = ReferenceLevel.blockSteps(pace_seconds: pace_seconds)
        sorter.removeAll()
        var last = history.count
        while last - size >= max(start, history.count - 2 * Self.ceilingSteps) {
            var sum = 0.0
            for index in last - size..<last { sum += history[index].rate_mbps }
            sorter.append(sum / Double(size))
            last -= size
        }
        return CeilingFingerprint(&sorter, natural: reference.blockConcentration, grain: .blocks)
    }

    /// Collects steps as shares of the usual speed, in their order.
    mutating func fillRatios(_ history: LineHistory, _ range: Range<Int>) {
        sorter.removeAll()
        for index in range {
            if let ratio = reference.ratio(of: history[index]) { sorter.append(ratio) }
        }
    }

    /// Whether more than one target is low, where more than one is in use.
    private mutating func agrees(_ history: LineHistory, _ targets: TargetTrack, from start: Int) -> Bool {
        guard targets.active(at: history.latest_seconds) >= 2 else { return true }
        if history[history.count - 1].slot == LineHistory.sharedSlot {
            let since = history[start].time_seconds
            let low = targets.low(from: since, below: settings.slowRatio)
            // Connections share a limit unevenly, so one target may seem little slower; a slow server leaves the others
            // as they were, or faster.
            let lower = targets.low(from: since, below: Self.untouched)
            return low >= 2 || low == 1 && lower >= targets.active(at: history.latest_seconds)
        }
        var low = 0
        for slot in 0..<LineHistory.slots {
            sorter.removeAll()
            for index in start..<history.count where history[index].slot == slot {
                if let ratio = reference.ratio(of: history[index]) { sorter.append(ratio) }
            }
            if sorter.count >= 3, sorter.median() < settings.slowRatio { low += 1 }
        }
        return low >= 2
    }

    private mutating func drop(
        _ kind: Detection.Kind,
        _ history: LineHistory,
        from start: Int,
        ceiling: CeilingFingerprint,
        expected: Double
    ) -> LevelDrop {
        let before = max(reference.levels_mbps[history[history.count - 1].slot], 1e-9)
        fillRatios(history, max(start, history.count - Self.ceilingSteps)..<history.count)
        let depth = sorter.median()
        return LevelDrop(
            kind: kind,
            since_seconds: history[start].time_seconds,
            noticed_seconds: history.latest_seconds,
            before_mbps: before,
            noise: reference.noise,
            after_mbps: depth * before,
            afterLow_mbps: sorter.quantile(0.1) * before,
            afterHigh_mbps: sorter.quantile(0.9) * before,
            depth: depth,
            ceiling: ceiling.odds < 0.1 ? ceiling.ceiling / before : nil,
            expectedPerDay: expected
        )
    }
}
