internal import DatacapCore
internal import GRDB

/// Takes rows of an export into the history within one transaction; what is known already is left as it is.
struct RecordImporter {
    private let database: Database
    private var chain: SampleAppender
    /// The minutes that got samples: they and what they are part of are computed anew at the end.
    private var minutes: Set<Int64> = []

    init(_ database: Database) throws {
        self.database = database
        chain = try SampleAppender(database)
    }

    /// Takes a row.
    ///
    /// - Returns: Whether it was new.
    mutating func take(_ row: ExchangeRow) throws -> Bool {
        switch row.table {
        case .sample: try sample(row.values)
        case .rollup: try rollup(row.values)
        case .usage: try usage(row.values)
        case .incident: try incident(row.values)
        case .event: try event(row.values)
        case .session: try insert("INSERT OR IGNORE INTO session VALUES (?, ?, ?, ?, ?)", row.values)
        case .test: try insert("INSERT OR IGNORE INTO test VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row.values)
        }
    }

    /// Brings the rollups up to date with the samples that were added; those that stand for more samples stay.
    func finish() throws {
        var starts = minutes
        for tier in Tier.rollups {
            starts = Set(starts.map { tier.start_ms(of: Timestamp(milliseconds: $0)) })
            for start_ms in starts {
                _ = try Rollup(tier, start_ms: start_ms, from: database)
                    .supersede(in: tier, start_ms: start_ms, in: database)
            }
        }
    }

    private mutating func sample(_ values: [DatabaseValue]) throws -> Bool {
        let sql = """
            SELECT 1 FROM sample INDEXED BY sample_time
            WHERE time_ms = ? AND duration_us = ? AND bytes = ? AND round_trip_us IS ? AND flaws = ?
            """
        guard try !exists(sql, values) else { return false }
        let sample = SampleRecord(
            time: Timestamp(milliseconds: values[0].integer ?? 0),
            duration: .microseconds(values[1].integer ?? 0),
            amount: ByteCount(values[2].integer ?? 0),
            roundTrip: values[3].integer.map { .microseconds($0) },
            flaws: Flaws(rawValue: values[4].integer ?? 0)
        )
        try chain.append(sample)
        minutes.insert(Tier.minute.start_ms(of: sample.time))
        return true
    }

    private func rollup(_ values: [DatabaseValue]) throws -> Bool {
        let start_ms = values[1].integer ?? 0
        guard let tier = values[0].integer.flatMap(Tier.init(rawValue:)), tier != .raw,
            tier.start_ms(of: Timestamp(milliseconds: start_ms)) == start_ms
        else { throw ExchangeFault(reason: "no tier has a period that begins then") }
        let rollup = Rollup(
            count: values[2].integer ?? 0,
            bytes: values[3].integer ?? 0,
            duration_us: values[4].integer ?? 0,
            minimum_bps: values[5].number,
            maximum_bps: values[6].number,
            flawedCount: values[7].integer ?? 0,
            flawedBytes: values[8].integer ?? 0
        )
        return try rollup.supersede(in: tier, start_ms: start_ms, in: database)
    }

    /// Of a slot that both know, the larger figures are the truth: a ledger only grows.
    private func usage(_ values: [DatabaseValue]) throws -> Bool {
        let start = Timestamp(milliseconds: values[1].integer ?? 0)
        guard UsageSlot.start(of: start) == start else {
            throw ExchangeFault(reason: "start is not a quarter of an hour")
        }
        return try insert(
            """
            INSERT INTO usage VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                down_bytes = max(down_bytes, excluded.down_bytes), up_bytes = max(up_bytes, excluded.up_bytes),
                uncertain_bytes = max(uncertain_bytes, excluded.uncertain_bytes)
            WHERE excluded.down_bytes > down_bytes OR excluded.up_bytes > up_bytes
                OR excluded.uncertain_bytes > uncertain_bytes
            """,
            values
        )
    }

    /// Keeps the number that people call it by, if that is free.
    private func incident(_ values: [DatabaseValue]) throws -> Bool {
        var values = values
        if try exists("SELECT 1 FROM incident WHERE number = ? AND noticed_ms <> ?", [values[0], values[2]]) {
            values[0] = .null
        }
        return try insert(
            "INSERT OR IGNORE INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values
        )
    }

    private func event(_ values: [DatabaseValue]) throws -> Bool {
        let known = try exists("SELECT 1 FROM event WHERE time_ms = ? AND kind = ? AND text = ?", values)
        return try !known && insert("INSERT INTO event VALUES (NULL, ?, ?, ?)", values)
    }

    private func exists(_ sql: String, _ values: [DatabaseValue]) throws -> Bool {
        try Row.fetchOne(database.cachedStatement(sql: sql), arguments: StatementArguments(values)) != nil
    }

    private func insert(_ sql: String, _ values: [DatabaseValue]) throws -> Bool {
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
        return database.changesCount > 0
    }
}

extension DatabaseValue {
    fileprivate var integer: Int64? { Int64.fromDatabaseValue(self) }

    fileprivate var number: Double? { Double.fromDatabaseValue(self) }
}
