internal import DatacapCore
internal import GRDB

extension HistoryStore {
    /// Drops the samples of a stretch of time, the oldest first, but never the last row of the chain.
    ///
    /// Of each dropped row that a kept one follows, the hash is kept as the anchor that the rest can be checked against.
    /// The condition is asked before every few thousand rows whether to go on.
    ///
    /// - Returns: How many were dropped.
    func dropSamples(
        _ stretch: KeptWindow,
        while condition: () throws(HistoryError) -> Bool
    ) throws(HistoryError) -> Int {
        var count = 0
        while try condition() {
            let dropped = try write { try Self.dropSomeSamples(stretch, in: $0) }
            guard dropped > 0 else { break }
            count += dropped
        }
        return count
    }

    /// Notes that a tier is complete only since a point in time; that never moves back.
    static func setRetained(_ tier: Tier, since time: Timestamp, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO retained VALUES (?, ?) ON CONFLICT DO UPDATE SET since_ms = max(since_ms, excluded.since_ms)
                """,
            arguments: [tier.rawValue, time.milliseconds]
        )
    }

    private static func dropSomeSamples(_ stretch: KeptWindow, in database: Database) throws -> Int {
        var arguments: StatementArguments = ["start": stretch.start.milliseconds, "end": stretch.end.milliseconds]
        let first = try Int64.fetchOne(database, sql: firstDroppableQuery, arguments: arguments)
        guard let first else { return 0 }
        arguments += ["first": first, "past": first + 5_000]
        let latest = try Int64.fetchOne(
            database,
            sql: "SELECT max(time_ms) FROM sample WHERE \(droppable)",
            arguments: arguments
        )
        try database.execute(sql: anchoring, arguments: arguments)
        try database.execute(sql: "DELETE FROM sample WHERE \(droppable)", arguments: arguments)
        let count = database.changesCount
        // An anchor whose follower is gone holds nothing any more.
        try database.execute(
            sql: "DELETE FROM anchor WHERE NOT EXISTS (SELECT 1 FROM sample WHERE sample.number = anchor.number + 1)"
        )
        if let latest { try setRetained(.raw, since: Timestamp(milliseconds: latest + 1), in: database) }
        return count
    }

    static let firstDroppableQuery = """
        SELECT number FROM sample INDEXED BY sample_time WHERE time_ms >= :start AND time_ms < :end
            AND number < (SELECT max(number) FROM sample) ORDER BY time_ms LIMIT 1
        """
    private static let droppable = """
        number >= :first AND number < :past AND number < (SELECT max(number) FROM sample)
            AND time_ms >= :start AND time_ms < :end
        """
    private static let anchoring = """
        INSERT OR IGNORE INTO anchor SELECT number, hash FROM sample WHERE \(droppable) AND EXISTS (
            SELECT 1 FROM sample AS next WHERE next.number = sample.number + 1 AND NOT (
                next.number < :past AND next.number < (SELECT max(number) FROM sample)
                AND next.time_ms >= :start AND next.time_ms < :end))
        """
}
