internal import DatacapCore
internal import GRDB

/// What the samples of one period come to; flawed ones are counted apart.
struct Rollup: Equatable {
    /// Samples that say something of the line, with their payload and time.
    var count: Int64 = 0
    var bytes: Int64 = 0
    var duration_us: Int64 = 0
    var minimum_bps: Double?
    var maximum_bps: Double?
    /// The others: only their bytes count.
    var flawedCount: Int64 = 0
    var flawedBytes: Int64 = 0

    /// Takes a sample in; one without a duration has no speed and is among the flawed.
    mutating func add(_ sample: SampleRecord) {
        let duration_us = sample.duration.microseconds
        guard sample.flaws.isEmpty, duration_us > 0 else {
            flawedCount += 1
            flawedBytes += sample.amount.bytes
            return
        }
        count += 1
        bytes += sample.amount.bytes
        self.duration_us += duration_us
        let rate_bps = Double(sample.amount.bytes) * 8e6 / Double(duration_us)
        minimum_bps = min(minimum_bps ?? rate_bps, rate_bps)
        maximum_bps = max(maximum_bps ?? rate_bps, rate_bps)
    }

    /// Adds it to what is kept of a period.
    func add(to tier: Tier, start_ms: Int64, in database: Database) throws {
        try write(tier, start_ms, database, Self.adding)
    }

    /// Puts it in the place of what is kept of a period, if it stands for more samples.
    ///
    /// - Returns: Whether it did.
    func supersede(in tier: Tier, start_ms: Int64, in database: Database) throws -> Bool {
        try write(tier, start_ms, database, Self.superseding)
        return database.changesCount > 0
    }

    private func write(_ tier: Tier, _ start_ms: Int64, _ database: Database, _ sql: String) throws {
        try database.cachedStatement(sql: sql).execute(arguments: [
            tier.rawValue, start_ms, count, bytes, duration_us, minimum_bps, maximum_bps, flawedCount, flawedBytes,
        ])
    }

    private static let adding = """
        INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            count = count + excluded.count,
            bytes = bytes + excluded.bytes,
            duration_us = duration_us + excluded.duration_us,
            minimum_bps = min(ifnull(minimum_bps, excluded.minimum_bps), ifnull(excluded.minimum_bps, minimum_bps)),
            maximum_bps = max(ifnull(maximum_bps, excluded.maximum_bps), ifnull(excluded.maximum_bps, maximum_bps)),
            flawed_count = flawed_count + excluded.flawed_count,
            flawed_bytes = flawed_bytes + excluded.flawed_bytes
        """

    private static let superseding = """
        INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            count = excluded.count,
            bytes = excluded.bytes,
            duration_us = excluded.duration_us,
            minimum_bps = excluded.minimum_bps,
            maximum_bps = excluded.maximum_bps,
            flawed_count = excluded.flawed_count,
            flawed_bytes = excluded.flawed_bytes
        WHERE excluded.count + excluded.flawed_count > count + flawed_count
        """
}

extension Rollup {
    /// Computes a period anew from the next finer tier.
    init(_ tier: Tier, start_ms: Int64, from database: Database) throws {
        let end_ms = start_ms + tier.length_ms
        guard let finer = Tier.rollups.last(where: { $0.rawValue < tier.rawValue }) else {
            for sample in try SampleRecord.fetch(database, from: start_ms, to: end_ms) { add(sample) }
            return
        }
        let sql = """
            SELECT ifnull(sum(count), 0), ifnull(sum(bytes), 0), ifnull(sum(duration_us), 0), min(minimum_bps),
                max(maximum_bps), ifnull(sum(flawed_count), 0), ifnull(sum(flawed_bytes), 0)
            FROM rollup WHERE tier = ? AND start_ms >= ? AND start_ms < ?
            """
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [finer.rawValue, start_ms, end_ms]) else {
            return
        }
        (count, bytes, duration_us, minimum_bps, maximum_bps) = (row[0], row[1], row[2], row[3], row[4])
        (flawedCount, flawedBytes) = (row[5], row[6])
    }
}
