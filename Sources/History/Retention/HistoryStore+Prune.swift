package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// Drops what is too old, then what is too much, and gives the space back to the disk.
    ///
    /// Days, incidents and usage are kept for ever. Raw samples around incidents are kept too, and go last when the file
    /// is too large. It works in small transactions, so that nobody else waits long; what was done stays done if it ends
    /// midway. The chain of what is left can still be checked.
    ///
    /// - Returns: How many rows were dropped.
    @discardableResult
    package func prune(_ retention: Retention, at time: Timestamp) throws(HistoryError) -> Int {
        var count = 0
        for gap in KeptWindow.gaps(in: try read(KeptWindow.all), before: time.earlier(by: retention.raw)) {
            count += try dropSamples(gap) { true }
        }
        count += try dropRollups(.minute, before: time.earlier(by: retention.minutes))
        count += try dropRollups(.hour, before: time.earlier(by: retention.hours))
        for table in ["test", "session"] {
            count += try delete("\(table) WHERE began_ms < ?", [time.earlier(by: retention.hours).milliseconds])
        }
        count += try delete("event WHERE time_ms < ?", [time.earlier(by: retention.hours).milliseconds])
        count += try shrink(to: retention.size)
        if count > 0 { try vacuum() }
        return count
    }

    /// The size of what is in the file, free pages left out.
    package func size() throws(HistoryError) -> ByteCount {
        try read { database in
            func figure(_ name: String) throws -> Int64 { try Int64.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
            return ByteCount((try figure("page_count") - figure("freelist_count")) * (try figure("page_size")))
        }
    }

    /// Drops the oldest rows until the file is small enough: raw samples, those around incidents too at last, then minutes.
    private func shrink(to limit: ByteCount) throws(HistoryError) -> Int {
        guard try size() > limit else { return 0 }
        let isLarge: () throws(HistoryError) -> Bool = { [self] () throws(HistoryError) in try size() > limit }
        let forever = Timestamp(milliseconds: .max)
        var count = 0
        for gap in KeptWindow.gaps(in: try read(KeptWindow.all), before: forever) {
            count += try dropSamples(gap, while: isLarge)
        }
        count += try dropSamples(KeptWindow(start: Timestamp(milliseconds: .min), end: forever), while: isLarge)
        while try isLarge() {
            let sql = "SELECT start_ms FROM rollup WHERE tier = ? ORDER BY start_ms LIMIT 1 OFFSET 5000"
            let oldest = try read { try Int64.fetchOne($0, sql: sql, arguments: [Tier.minute.rawValue]) }
            guard let oldest else { break }
            count += try dropRollups(.minute, before: Timestamp(milliseconds: oldest))
        }
        return count
    }

    private func dropRollups(_ tier: Tier, before time: Timestamp) throws(HistoryError) -> Int {
        try write { database in
            let sql = "DELETE FROM rollup WHERE tier = ? AND start_ms < ?"
            try database.execute(sql: sql, arguments: [tier.rawValue, time.milliseconds])
            let count = database.changesCount
            if count > 0 { try Self.setRetained(tier, since: time, in: database) }
            return count
        }
    }

    private func delete(_ what: String, _ arguments: StatementArguments) throws(HistoryError) -> Int {
        try write { database in
            try database.execute(sql: "DELETE FROM \(what)", arguments: arguments)
            return database.changesCount
        }
    }

    /// Gives free pages back, some at a time.
    private func vacuum() throws(HistoryError) {
        let free = "PRAGMA freelist_count"
        var rest = try read { try Int64.fetchOne($0, sql: free) ?? 0 }
        while rest > 0 {
            let before = rest
            rest = try writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA incremental_vacuum(2000)")
                return try Int64.fetchOne(database, sql: free) ?? 0
            }
            // A reader of an old state can hold pages back; the next time will do.
            guard rest < before else { return }
        }
    }
}

extension Timestamp {
    /// The point in time so much earlier.
    fileprivate func earlier(by duration: Duration) -> Timestamp { self + (.zero - duration) }
}
