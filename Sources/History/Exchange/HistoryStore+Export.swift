package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// Writes what happened in a range, its end left out, as text for other programs, in pieces of about 64 KB.
    ///
    /// Everything is of one state of the file, however long it takes; the daemon keeps on writing meanwhile.
    ///
    /// - Parameters:
    ///   - tables: Which tables.
    ///   - start: Since when.
    ///   - end: Until when.
    ///   - format: CSV or lines of JSON.
    ///   - receive: Gets the pieces; returns whether it wants more.
    /// - Throws: ``HistoryError/stopped`` if it doesn't.
    package func export(
        _ tables: [ExchangeTable] = ExchangeTable.allCases,
        from start: Timestamp,
        to end: Timestamp,
        format: ExchangeFormat,
        into receive: ([UInt8]) -> Bool
    ) throws(HistoryError) {
        try read { database in
            var writer = ExchangeWriter(format)
            for table in tables {
                writer.begin(table)
                let columns = table.columns
                let rows = try Row.fetchCursor(
                    database,
                    sql: table.query,
                    arguments: ["start": start.milliseconds, "end": end.milliseconds]
                )
                while let row = try rows.next() {
                    writer.write(row, of: table, columns)
                    if writer.bytes.count >= 65_536, !receive(writer.take()) { throw HistoryError.stopped }
                }
            }
            guard writer.bytes.isEmpty || receive(writer.take()) else { throw HistoryError.stopped }
        }
    }
    /// How many rows of some tables a range has, its end left out.
    package func rowCount(
        of tables: [ExchangeTable],
        from start: Timestamp,
        to end: Timestamp
    ) throws(HistoryError) -> Int {
        try read { database in
            try tables.reduce(0) { sum, table in
                let arguments: StatementArguments = ["start": start.milliseconds, "end": end.milliseconds]
                return sum + (try Int.fetchOne(database, sql: table.countQuery, arguments: arguments) ?? 0)
            }
        }
    }
}
