package import DatacapCore
internal import FoundationEssentials
internal import GRDB

/// What a reading of a counter comes to.
package struct CounterAdvance: Hashable, Sendable {
    /// What is to be known of the counter from now on.
    package var state: [UInt8]
    /// What the line has carried since.
    package var slots: [UsageSlot]
    /// What there is to say of it.
    package var events: [EventRecord]

    /// Makes one.
    package init(state: [UInt8], slots: [UsageSlot] = [], events: [EventRecord] = []) {
        self.state = state
        self.slots = slots
        self.events = events
    }
}

extension HistoryStore {
    /// What a ledger has of the slots that begin in a range, its end left out, in the order of time; empty ones aren't there.
    package func usage(
        _ ledger: UsageLedger,
        from start: Timestamp,
        to end: Timestamp
    ) throws(HistoryError) -> [UsageSlot] {
        try read { try Self.usage(ledger, from: start, to: end, in: $0) }
    }

    /// Adds to what a ledger has of some slots.
    package func add(_ slots: [UsageSlot], to ledger: UsageLedger) throws(HistoryError) {
        let slots = slots.filter { !$0.isEmpty }
        guard !slots.isEmpty else { return }
        try write { database in for slot in slots { try slot.add(to: ledger, in: database) } }
    }

    /// Takes a reading of a counter of the whole line into the ledger.
    ///
    /// What was known of the counter is read, and what the step makes of it is written, in one transaction: neither a crash
    /// nor a second daemon that reads the same counter can make bytes count twice.
    ///
    /// - Parameters:
    ///   - source: The counter's name.
    ///   - step: Gets what was known, `nil` at first; returns `nil` if there's nothing new.
    /// - Returns: What the step made of it.
    /// - Throws: ``HistoryError`` if it could not be written; the next step gets the old state then.
    @discardableResult
    package func advance(
        source: String,
        _ step: (_ state: [UInt8]?) -> CounterAdvance?
    ) throws(HistoryError) -> CounterAdvance? {
        try write { database in
            let sql = "SELECT state FROM counter WHERE source = ?"
            let state = try Data.fetchOne(database, sql: sql, arguments: [source]).map(Array.init)
            guard let advance = step(state) else { return nil }
            for slot in advance.slots where !slot.isEmpty { try slot.add(to: .line, in: database) }
            for event in advance.events { try event.store(in: database) }
            if advance.state != state {
                try database.cachedStatement(sql: "INSERT OR REPLACE INTO counter VALUES (?, ?)")
                    .execute(arguments: [source, Data(advance.state)])
            }
            return advance
        }
    }

    /// Reads a ledger within a transaction.
    static func usage(
        _ ledger: UsageLedger,
        from start: Timestamp,
        to end: Timestamp,
        in database: Database
    ) throws -> [UsageSlot] {
        try list(database, usageQuery, [ledger.rawValue, start.milliseconds, end.milliseconds]) { UsageSlot(&$0) }
    }

    static let usageQuery = """
        SELECT start_ms, down_bytes, up_bytes, uncertain_bytes FROM usage
        WHERE ledger = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms
        """
}

extension UsageSlot {
    fileprivate var isEmpty: Bool { traffic == .zero && uncertain == .zero }
}
