package import DatacapCore
internal import FoundationEssentials
internal import GRDB

extension HistoryStore {
    /// The raw samples of a range, its end left out, in the order of their coming, each with its hash.
    ///
    /// Rows between which others stand that aren't in the range, or that were dropped, are in runs of their own. Of
    /// time long past only the rows around incidents are there.
    package func samples(from start: Timestamp, to end: Timestamp) throws(HistoryError) -> [SampleRun] {
        try read { database in
            let rows = try Self.list(database, Self.sampleQuery, [start.milliseconds, end.milliseconds]) {
                ChainedSample(&$0)
            }
            var runs: [SampleRun] = []
            for row in rows {
                if let last = runs.last?.rows.last, last.number + 1 == row.number {
                    runs[runs.count - 1].rows.append(row)
                } else {
                    runs.append(SampleRun(before: try Self.hash(before: row.number, in: database), rows: [row]))
                }
            }
            return runs
        }
    }

    /// How many raw samples a range has, its end left out, and how many of them say something of the line.
    package func sampleCounts(from start: Timestamp, to end: Timestamp) throws(HistoryError) -> SampleCounts {
        let groups = try list(Self.sampleCountQuery, [start.milliseconds, end.milliseconds]) { columns in
            (flaws: columns.flaws(), count: columns.next() as Int)
        }
        var counts = SampleCounts()
        for group in groups { counts.add(group.flaws, count: group.count) }
        return counts
    }

    /// Goes through the raw samples of a range, its end left out, in the order of their coming, and holds none of them.
    ///
    /// All is of one state of the file, however long it takes.
    ///
    /// - Parameters:
    ///   - start: Since when.
    ///   - end: Until when.
    ///   - begin: Gets what the rows will amount to; returns whether it wants them.
    ///   - receive: Gets each row, and the run that begins with it, if one does; returns whether it wants more.
    /// - Throws: ``HistoryError/stopped`` if either doesn't.
    package func eachSample(
        from start: Timestamp,
        to end: Timestamp,
        begin: (SampleOutline) -> Bool,
        receive: (ChainedSample, SampleOutline.Run?) -> Bool
    ) throws(HistoryError) {
        try read { database in
            func each(_ body: (ChainedSample) throws -> Void) throws {
                let arguments: StatementArguments = [start.milliseconds, end.milliseconds]
                let rows = try Row.fetchCursor(database, sql: Self.sampleQuery, arguments: arguments)
                while let row = try rows.next() {
                    var columns = ColumnReader(row)
                    try body(ChainedSample(&columns))
                }
            }
            var outline = SampleOutline()
            try each { row in try outline.take(row) { try Self.hash(before: row.number, in: database) } }
            guard begin(outline) else { throw HistoryError.stopped }
            var runs = outline.runs[...]
            try each { row in
                let run = row.number == runs.first?.first ? runs.popFirst() : nil
                guard receive(row, run) else { throw HistoryError.stopped }
            }
        }
    }

    /// The last row of the chain: whoever writes its hash down can prove later that no row before it was altered.
    package func chainHead() throws(HistoryError) -> ChainedSample? {
        try list(Self.allSamples + " ORDER BY number DESC LIMIT 1", []) { ChainedSample(&$0) }.first
    }

    /// Checks the whole chain.
    ///
    /// - Returns: The number of the first row that its hash doesn't cover; `nil` if all hold.
    package func firstFaultInChain() throws(HistoryError) -> Int64? {
        try read { database in
            let rows = try Row.fetchCursor(database, sql: Self.allSamples + " ORDER BY number")
            var last: (number: Int64, hash: [UInt8])?
            while let row = try rows.next() {
                var columns = ColumnReader(row)
                let row = ChainedSample(&columns)
                let before =
                    if let last, last.number + 1 == row.number { last.hash } else {
                        try Self.hash(before: row.number, in: database)
                    }
                guard RowChain.hash(of: row.sample, after: before) == row.hash else { return row.number }
                last = (row.number, row.hash)
            }
            return nil
        }
    }

    /// The hash that a row follows: of the row before, or what was kept of it when it was dropped.
    private static func hash(before number: Int64, in database: Database) throws -> [UInt8] {
        if number == 1 { return SampleRun.genesis }
        let sql = """
            SELECT hash FROM sample WHERE number = :number UNION ALL SELECT hash FROM anchor WHERE number = :number
            """
        let hash = try Data.fetchOne(database, sql: sql, arguments: ["number": number - 1])
        guard let hash else { throw HistoryError.corrupt(reason: "what stood before sample \(number) is gone") }
        return Array(hash)
    }

    private static let allSamples = "SELECT number, time_ms, duration_us, bytes, round_trip_us, flaws, hash FROM sample"
    static let sampleCountQuery = """
        SELECT flaws, count(*) FROM sample INDEXED BY sample_time WHERE time_ms >= ? AND time_ms < ? GROUP BY flaws
        """
    static let sampleQuery = allSamples + " INDEXED BY sample_time WHERE time_ms >= ? AND time_ms < ? ORDER BY number"
}
