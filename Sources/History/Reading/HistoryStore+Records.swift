package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// The sessions that lie in a range at least in part, the latest first, at most so many.
    package func sessions(from start: Timestamp, to end: Timestamp, limit: Int) throws(HistoryError) -> [SessionRecord]
    {
        try list(Self.sessionQuery, [end.milliseconds, start.milliseconds, limit]) { SessionRecord(&$0) }
    }

    /// The tests that began in a range, its end left out, the latest first, at most so many.
    package func tests(from start: Timestamp, to end: Timestamp, limit: Int) throws(HistoryError) -> [TestRecord] {
        try list(Self.testQuery, [start.milliseconds, end.milliseconds, limit]) { try TestRecord(&$0) }
    }

    /// The incidents that lie in a range at least in part, the latest first, at most so many.
    package func incidents(
        from start: Timestamp,
        to end: Timestamp,
        limit: Int
    ) throws(HistoryError) -> [NumberedIncident] {
        try list(Self.incidentQuery, [end.milliseconds, start.milliseconds, limit]) { NumberedIncident(&$0) }
    }

    /// One incident; `nil` if there's none of that number.
    package func incident(_ number: Int64) throws(HistoryError) -> NumberedIncident? {
        try list("SELECT * FROM incident WHERE number = ?", [number]) { NumberedIncident(&$0) }.first
    }

    /// The events of a range, its end left out, the latest first, at most so many.
    package func events(from start: Timestamp, to end: Timestamp, limit: Int) throws(HistoryError) -> [EventRecord] {
        try list(Self.eventQuery, [start.milliseconds, end.milliseconds, limit]) { try EventRecord(&$0) }
    }

    /// Reads rows by a query whose statement is kept.
    func list<Value>(
        _ sql: String,
        _ arguments: StatementArguments,
        _ make: (inout ColumnReader) throws -> Value
    ) throws(HistoryError) -> [Value] {
        try read { try Self.list($0, sql, arguments, make) }
    }

    /// Reads rows by a query whose statement is kept, within a transaction.
    static func list<Value>(
        _ database: Database,
        _ sql: String,
        _ arguments: StatementArguments,
        _ make: (inout ColumnReader) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() {
            var columns = ColumnReader(row)
            values.append(try make(&columns))
        }
        return values
    }

    static let sessionQuery = """
        SELECT * FROM session WHERE began_ms < ? AND ifnull(ended_ms, 9223372036854775807) >= ?
        ORDER BY began_ms DESC LIMIT ?
        """
    static let testQuery = "SELECT * FROM test WHERE began_ms >= ? AND began_ms < ? ORDER BY began_ms DESC LIMIT ?"
    static let incidentQuery = """
        SELECT * FROM incident WHERE began_ms < ? AND ifnull(ended_ms, 9223372036854775807) >= ?
        ORDER BY began_ms DESC LIMIT ?
        """
    static let eventQuery = """
        SELECT time_ms, kind, text FROM event WHERE time_ms >= ? AND time_ms < ? ORDER BY time_ms DESC, number DESC LIMIT ?
        """
}
