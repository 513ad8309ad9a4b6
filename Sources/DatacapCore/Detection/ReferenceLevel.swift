/// What the line usually gives: a median for each target, and how much medians of short blocks scatter about it.
///
/// It is made from the ten minutes before the latest 20 s, without what was under suspicion. Single samples of a
/// line hang together, so the noise that counts is that of medians over blocks as long as the test window.
struct ReferenceLevel: Sendable {
    static let span_seconds = 600.0
    /// How close to the present it may look: a drop must not lower what it is measured against.
    private static let leastDistance_seconds = 20.0
    /// How much of the line must have been seen before anything can be said.
    static let least_seconds = 40.0
    private static let leastSteps = 15
    private static let leastStepsOfTarget = 8

    /// The median speed by slot, in Mbit/s; 0 where it isn't known.
    private(set) var levels_mbps = [Double](repeating: 0, count: LineHistory.slots)
    private(set) var isKnown = false
    /// The scatter of block medians, as a share of the level.
    private(set) var noise = 0.0
    /// The lowest block median, as a share of the level.
    private(set) var floor = 0.0
    /// The share of steps, 0–1, within 8 % of the level: how flat the line is by itself.
    private(set) var flatness = 0.0
    /// The share of samples, 0–1, that lie in a ceiling's band in short blocks of the line as it usually is.
    private(set) var concentration = 0.0
    /// The same of means over several steps.
    private(set) var blockConcentration = 0.0
    /// How the steps follow each other; see `TextureClassifier`.
    private(set) var roughness = 0.0

    /// How many steps lie in each twentieth of the level, up to twice the level.
    private var histogram = [Int](repeating: 0, count: 40)

    private var sorter = OrderStatistics(capacity: LineHistory.capacity)
    private var ratios = OrderStatistics(capacity: LineHistory.capacity)
    private var shares = OrderStatistics(capacity: LineHistory.capacity)

    /// How many steps a block of at least four seconds has.
    static func blockSteps(pace_seconds: Double) -> Int { max(2, Int((4 / pace_seconds).rounded(.up))) }

    /// How far from the present it keeps.
    static func distance_seconds(window: Int, pace_seconds: Double) -> Double {
        max(leastDistance_seconds, Double(window) * pace_seconds)
    }

    /// The speed of a step as a share of what its target usually gives; `nil` where that isn't known.
    func ratio(of step: LineStep) -> Double? {
        let level = levels_mbps[step.slot]
        return level > 0 ? step.rate_mbps / level : nil
    }

    /// A step with what the line carried to others of the household added, as far as that explains a lack.
    ///
    /// An interface carries traffic that never sees the line, too, such as a copy from another machine at home: so much
    /// other traffic may excuse a low speed, never make a high one, and says nothing of what the line usually gives.
    func withOtherTraffic(_ own: LineStep) -> LineStep {
        guard own.other_mbps > 0 else { return own }
        var step = own
        step.rate_mbps += own.other_mbps
        guard own.other_mbps > CrossTraffic.noticeable * own.rate_mbps else { return step }
        step.isUsual = false
        step.isShared = true
        step.rate_mbps = max(own.rate_mbps, min(step.rate_mbps, levels_mbps[own.slot]))
        return step
    }

    /// Takes a level from elsewhere until one of its own is known.
    mutating func assume(_ level_mbps: Double, slot: Int) {
        if levels_mbps[slot] == 0 { levels_mbps[slot] = level_mbps }
    }

    /// The share of usual steps, 0–1, below that share of the level.
    func share(below ratio: Double) -> Double {
        let place = min(max(ratio * 20, 0), 39.999)
        var below = 0.0
        var all = 0
        for bin in histogram.indices {
            all += histogram[bin]
            if bin < Int(place) { below += Double(histogram[bin]) }
        }
        below += (place - place.rounded(.down)) * Double(histogram[Int(place)])
        return all > 0 ? below / Double(all) : 0
    }

    /// Makes the level anew from the history.
    mutating func rebuild(from history: LineHistory, window: Int, at time_seconds: Double, pace_seconds: Double) {
        let first = history.firstIndex(from: time_seconds - Self.span_seconds)
        let away = Self.distance_seconds(window: window, pace_seconds: pace_seconds)
        let end = history.firstIndex(from: time_seconds - away)
        isKnown = false
        guard end - first >= Self.leastSteps,
            history[end - 1].time_seconds - history[first].time_seconds >= Self.least_seconds
        else { return }
        var used = 0
        for index in first..<end { used |= 1 << history[index].slot }
        var known = 0
        for slot in levels_mbps.indices {
            sorter.removeAll()
            guard used & (1 << slot) != 0 else {
                levels_mbps[slot] = 0
                continue
            }
            for index in first..<end where history[index].slot == slot && history[index].isUsual {
                sorter.append(history[index].rate_mbps)
            }
            // A target that is slow for long keeps the level that it had.
            guard sorter.count >= Self.leastStepsOfTarget else { continue }
            levels_mbps[slot] = sorter.median()
            known += sorter.count
        }
        guard known >= Self.leastSteps else { return }
        measureNoise(history, first..<end, window: window)
        measureBlocks(history, first..<end, size: Self.blockSteps(pace_seconds: pace_seconds))
        isKnown = true
    }

    private mutating func measureNoise(_ history: LineHistory, _ range: Range<Int>, window: Int) {
        sorter.removeAll()
        ratios.removeAll()
        shares.removeAll()
        var near = 0
        var all = 0
        for bin in histogram.indices { histogram[bin] = 0 }
        var before: Double?
        var deviations = 0.0
        var differences = 0.0
        for index in range where history[index].isUsual {
            guard let ratio = ratio(of: history[index]) else { continue }
            all += 1
            if abs(ratio - 1) < 0.08 { near += 1 }
            if let before { differences += abs(ratio - before) }
            deviations += abs(ratio - 1)
            histogram[min(Int(ratio * 20), 39)] += 1
            before = ratio
            ratios.append(ratio)
            guard ratios.count == window else { continue }
            shares.append(CeilingFingerprint(&ratios, natural: 0.5).share)
            sorter.append(ratios.median())
            ratios.removeAll()
        }
        flatness = all > 0 ? Double(near) / Double(all) : 0
        floor = sorter.quantile(0)
        concentration = shares.quantile(0.75)
        roughness = deviations > 0 ? differences / deviations : 0
        noise = max(sorter.deviation(from: sorter.median()), 0.02)
    }

    private mutating func measureBlocks(_ history: LineHistory, _ range: Range<Int>, size: Int) {
        shares.removeAll()
        ratios.removeAll()
        var sum = 0.0
        var count = 0
        for index in range where history[index].isUsual {
            guard let ratio = ratio(of: history[index]) else { continue }
            sum += ratio
            count += 1
            guard count == size else { continue }
            ratios.append(sum / Double(size))
            sum = 0
            count = 0
            guard ratios.count == CeilingFingerprint.Grain.blocks.least else { continue }
            shares.append(CeilingFingerprint(&ratios, natural: 0, grain: .blocks).share)
            ratios.removeAll()
        }
        blockConcentration = shares.quantile(0.75)
    }
}
