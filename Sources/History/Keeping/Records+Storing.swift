internal import DatacapCore
internal import GRDB

extension SessionRecord {
    /// Stores it in the place of what is known of the same session.
    func store(in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO session VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                    ended_ms = excluded.ended_ms, mode = excluded.mode, bytes = excluded.bytes, reason = excluded.reason
                """
        ).execute(arguments: arguments)
    }

    /// The values in the order of the table's columns.
    var arguments: StatementArguments {
        [began.milliseconds, ended?.milliseconds, mode, amount.bytes, reason]
    }
}

extension TestRecord {
    /// Stores it; a test that is known is replaced.
    func store(in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO test VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: arguments)
    }

    /// The values in the order of the table's columns.
    var arguments: StatementArguments {
        [
            began.milliseconds, ended.milliseconds, kind.rawValue, end.rawValue, rate?.rate.bitsPerSecond,
            rate?.low.bitsPerSecond, rate?.high.bitsPerSecond, amount.bytes, interfaceAmount?.bytes,
            connect?.microseconds, roundTrip?.microseconds, flaws.rawValue,
        ]
    }
}

extension IncidentRecord {
    /// Stores it under the next number, or in the place of what is known of the same incident.
    func store(in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO incident VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (noticed_ms) DO UPDATE SET
                    began_ms = excluded.began_ms, ended_ms = excluded.ended_ms, kind = excluded.kind,
                    accuses = excluded.accuses, sentence = excluded.sentence,
                    before_bps = excluded.before_bps, before_low_bps = excluded.before_low_bps,
                    before_high_bps = excluded.before_high_bps, after_bps = excluded.after_bps,
                    after_low_bps = excluded.after_low_bps, after_high_bps = excluded.after_high_bps,
                    confidence = excluded.confidence, cycle_bytes = excluded.cycle_bytes
                """
        ).execute(arguments: arguments)
    }

    /// The values in the order of the table's columns, the number left out.
    var arguments: StatementArguments {
        [
            began.milliseconds, noticed.milliseconds, ended?.milliseconds, kind, accuses, sentence,
            before?.rate.bitsPerSecond, before?.low.bitsPerSecond, before?.high.bitsPerSecond,
            after?.rate.bitsPerSecond, after?.low.bitsPerSecond, after?.high.bitsPerSecond, confidence,
            cycleUsage?.bytes,
        ]
    }
}

extension EventRecord {
    /// Stores it.
    func store(in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO event VALUES (NULL, ?, ?, ?)")
            .execute(arguments: [time.milliseconds, kind.rawValue, text])
    }
}

extension UsageSlot {
    /// Adds it to what a ledger has of the same quarter of an hour.
    func add(to ledger: UsageLedger, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO usage VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                    down_bytes = down_bytes + excluded.down_bytes, up_bytes = up_bytes + excluded.up_bytes,
                    uncertain_bytes = uncertain_bytes + excluded.uncertain_bytes
                """
        ).execute(arguments: [
            ledger.rawValue, start.milliseconds, traffic.down.bytes, traffic.up.bytes, uncertain.bytes,
        ])
    }
}
