/// Looks for a token bucket at the start of a transfer: fast until the bucket is empty, then flat at a lower rate.
///
/// After ShaperProbe (Kanuparthy and Dovrolis, IMC 2011): the rates before the change rank above those after it. Its
/// strict ranks fail on lines with noise, so the two sides are judged by shares: after the change the samples press
/// against a ceiling, before it most lie above that ceiling.
struct BurstShaping: Sendable {
    /// How long after the start of a transfer a bucket may run empty.
    static let longestBurst_seconds = 75.0
    /// How long a transfer is looked at.
    static let watched_seconds = 180.0
    private static let leastBefore_seconds = 2.7
    private static let leastAfter_seconds = 20.0
    /// How much faster the burst must be: less is not worth a word.
    private static let leastRatio = 1.15
    /// The share of steps that must be above the ceiling before, and in its band after.
    private static let leastAbove = 0.6
    private static let leastInside = 0.6
    private static let mostOdds = 0.05
    /// Above the band of the ceiling.
    private static let above = 1 + 1.5 * CeilingFingerprint.tolerance

    private var before = OrderStatistics(capacity: LineHistory.capacity)
    private var after = OrderStatistics(capacity: LineHistory.capacity)

    /// Looks at the transfer that began then.
    ///
    /// - Returns: The drop to the sustained rate, when there is one.
    mutating func look(_ history: LineHistory, from start_seconds: Double, pace_seconds: Double) -> LevelDrop? {
        let start = history.firstIndex(from: start_seconds)
        let leastBefore = max(3, Int(Self.leastBefore_seconds / pace_seconds))
        let leastAfter = max(7, Int(Self.leastAfter_seconds / pace_seconds))
        guard history.count - start >= leastBefore + leastAfter else { return nil }
        // Others of the household come and go, and make ceilings that aren't the line's.
        for index in history.count - leastAfter..<history.count where history[index].isShared { return nil }
        let tail = fingerprint(history, from: history.count - leastAfter)
        guard tail.share >= 0.7, tail.ceiling > 0 else { return nil }
        // The edge is where steps stop to be above the ceiling.
        var edge = history.count - leastAfter
        while edge > start, history[edge - 1].rate_mbps <= tail.ceiling * Self.above { edge -= 1 }
        // Slow start and servers that warm up come to the ceiling from below: the burst begins above it.
        var first = start
        while first < edge, history[first].rate_mbps <= tail.ceiling * Self.above { first += 1 }
        guard edge - first >= leastBefore,
            history[edge - 1].time_seconds - history[start].time_seconds <= Self.longestBurst_seconds
        else { return nil }
        let whole = fingerprint(history, from: edge)
        guard whole.share >= Self.leastInside, whole.odds <= Self.mostOdds else { return nil }
        before.removeAll()
        var above = 0
        for index in max(first, start + 1)..<edge {
            before.append(history[index].rate_mbps)
            if history[index].rate_mbps > whole.ceiling * Self.above { above += 1 }
        }
        let burst = before.median()
        guard burst >= Self.leastRatio * whole.ceiling, Double(above) >= Self.leastAbove * Double(before.count) else {
            return nil
        }
        let bytes = Self.bucket_bytes(
            history,
            from: start_seconds,
            until: history[edge].time_seconds,
            sustained_mbps: whole.ceiling
        )
        return drop(history, edge: edge, bucket_bytes: bytes, burst_mbps: burst, ceiling: whole)
    }

    /// What came above the sustained rate: the depth of the bucket.
    static func bucket_bytes(
        _ history: LineHistory,
        from start_seconds: Double,
        until end_seconds: Double,
        sustained_mbps: Double
    ) -> Double {
        var bytes = 0.0
        var index = max(history.firstIndex(from: start_seconds), 1)
        while index < history.count, history[index].time_seconds < end_seconds {
            let length = history[index].time_seconds - max(history[index - 1].time_seconds, start_seconds)
            bytes += (history[index].rate_mbps - sustained_mbps) * length * 125_000
            index += 1
        }
        return max(bytes, 0)
    }

    private mutating func fingerprint(_ history: LineHistory, from start: Int) -> CeilingFingerprint {
        after.removeAll()
        for index in start..<history.count { after.append(history[index].rate_mbps) }
        return CeilingFingerprint(&after, natural: 0)
    }

    private mutating func drop(
        _ history: LineHistory,
        edge: Int,
        bucket_bytes: Double,
        burst_mbps: Double,
        ceiling: CeilingFingerprint
    ) -> LevelDrop {
        let bucket = TokenBucket(sustained: .megabits(ceiling.ceiling), burst: ByteCount(Int64(bucket_bytes)))
        return LevelDrop(
            kind: .burstShaping(bucket),
            since_seconds: history[edge].time_seconds,
            noticed_seconds: history.latest_seconds,
            before_mbps: burst_mbps,
            noise: before.deviation(from: burst_mbps) / burst_mbps,
            after_mbps: after.median(),
            afterLow_mbps: after.quantile(0.1),
            afterHigh_mbps: after.quantile(0.9),
            depth: ceiling.ceiling / burst_mbps,
            ceiling: ceiling.ceiling / burst_mbps,
            expectedPerDay: ceiling.odds
        )
    }
}
