package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// The speed over any range, its end left out, in at most so many points and one more for the range's edges.
    ///
    /// Points are read from the samples or from their rollups by minute, hour and day, so that a range of years takes no
    /// longer than one of hours; the lowest and the highest of the samples are in them all the same.
    package func series(from start: Timestamp, to end: Timestamp, points: Int) throws(HistoryError) -> SpeedSeries {
        guard start < end, points > 0 else { return SpeedSeries(width: .zero, points: []) }
        return try read { database in
            let grain = try SeriesGrain(range_ms: end.milliseconds - start.milliseconds, points: points) { tier in
                try Self.isComplete(tier, from: start, to: end, in: database)
            }
            let range = [max(start.milliseconds, grain.tier.start_ms(of: start)), end.milliseconds]
            let query = grain.tier == .raw ? Self.rawSeriesQuery : Self.rollupSeriesQuery
            let leading = grain.tier == .raw ? [grain.width_ms] : [grain.width_ms, grain.tier.rawValue]
            let points = try Self.list(database, query, StatementArguments(leading + range)) {
                SeriesPoint(&$0, width_ms: grain.width_ms)
            }
            return SpeedSeries(width: .milliseconds(grain.width_ms), points: points)
        }
    }

    /// Whether nothing of a range was dropped from a tier.
    private static func isComplete(
        _ tier: Tier,
        from start: Timestamp,
        to end: Timestamp,
        in database: Database
    ) throws -> Bool {
        guard let since = try retainedSince(tier, in: database), start < since else { return true }
        guard tier == .raw else { return false }
        return try KeptWindow.all(database).contains { $0.start <= start && end <= $0.end }
    }

    /// Since when a tier is complete; `nil` if nothing was ever dropped from it.
    static func retainedSince(_ tier: Tier, in database: Database) throws -> Timestamp? {
        try Int64.fetchOne(
            database,
            sql: "SELECT since_ms FROM retained WHERE tier = ?",
            arguments: [tier.rawValue]
        ).map(Timestamp.init(milliseconds:))
    }

    static let rawSeriesQuery = """
        SELECT time_ms / ? AS point,
            min(bytes * 8e6 / duration_us) FILTER (WHERE flaws = 0 AND duration_us > 0),
            max(bytes * 8e6 / duration_us) FILTER (WHERE flaws = 0 AND duration_us > 0),
            ifnull(sum(bytes) FILTER (WHERE flaws = 0 AND duration_us > 0), 0),
            ifnull(sum(duration_us) FILTER (WHERE flaws = 0 AND duration_us > 0), 0),
            count(*) FILTER (WHERE flaws = 0 AND duration_us > 0),
            ifnull(sum(bytes) FILTER (WHERE flaws <> 0 OR duration_us <= 0), 0),
            count(*) FILTER (WHERE flaws <> 0 OR duration_us <= 0)
        FROM sample INDEXED BY sample_time WHERE time_ms >= ? AND time_ms < ? GROUP BY point ORDER BY point
        """
    static let rollupSeriesQuery = """
        SELECT start_ms / ? AS point, min(minimum_bps), max(maximum_bps), sum(bytes), sum(duration_us), sum(count),
            sum(flawed_bytes), sum(flawed_count)
        FROM rollup WHERE tier = ? AND start_ms >= ? AND start_ms < ? GROUP BY point ORDER BY point
        """
}

extension SeriesPoint {
    fileprivate init(_ columns: inout ColumnReader, width_ms: Int64) {
        let start = Timestamp(milliseconds: columns.next() * width_ms)
        let minimum: Double? = columns.optional()
        let maximum: Double? = columns.optional()
        let amount = columns.amount()
        let duration = columns.duration()
        let count: Int = columns.next()
        let flawedAmount = columns.amount()
        self.init(
            start: start,
            minimum: minimum.map(BitRate.init(bitsPerSecond:)),
            mean: count > 0 ? BitRate(amount, over: duration) : nil,
            maximum: maximum.map(BitRate.init(bitsPerSecond:)),
            amount: amount + flawedAmount,
            count: count,
            flawed: columns.next()
        )
    }
}
