internal import GRDB

/// What is remembered, in one SQLite file: samples, sessions, tests, incidents, events, usage and the budget's spending.
///
/// Every method is one transaction, blocks until it is done, and may be called from any thread; several processes may
/// have the same file open. A crash or `kill -9` at any instant loses nothing that a method has returned from
/// (write-ahead log, `synchronous=NORMAL`). A power cut can lose what was kept since the kernel last wrote the log,
/// about half a minute; reservations are synced to the disk before they are granted, so that not even then more is
/// spent than the budget allows.
package final class HistoryStore: Sendable {
    /// What one wants to do with the file.
    package enum Access: Sendable {
        /// Makes the file if there's none, and brings an older one up to date.
        case readWrite
        /// Reads a file that is there and up to date.
        case readOnly
    }

    /// Its path.
    package let path: String
    /// Who makes reservations here: this process.
    package let owner: ReservationOwner
    private let pool: DatabasePool

    /// Opens the history.
    ///
    /// - Throws: ``HistoryError/corrupt(reason:)`` if the file is damaged, for the caller to call
    ///   ``HistoryFile/setAside(_:at:)`` and to begin anew; ``HistoryError/newer(path:)`` and
    ///   ``HistoryError/foreign(path:)`` without having touched it.
    package init(path: String, access: Access = .readWrite) throws(HistoryError) {
        try HistoryFile.prepare(path, isReadOnly: access == .readOnly)
        owner = try ReservationOwner.current()
        self.path = path
        var configuration = GRDB.Configuration()
        configuration.readonly = access == .readOnly
        configuration.label = "datacap.history"
        // Two long answers, the server's other two threads, and the queue that writes.
        configuration.maximumReaderCount = 5
        configuration.busyMode = .timeout(10)
        if access == .readWrite {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_size_limit = 16777216") }
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            if access == .readWrite { try Schema.migrator.migrate(pool) }
        } catch {
            throw HistoryError(error)
        }
    }

    /// Closes the file and moves the log into it; nothing else may be called afterwards.
    package func close() throws(HistoryError) {
        do {
            // Closes the readers: the last connection to close moves the log into the file, which theirs can't.
            pool.releaseMemory()
            try pool.close()
        } catch {
            throw HistoryError(error)
        }
    }

    /// Reads from one state of the file.
    func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do { return try pool.read(body) } catch { throw HistoryError(error) }
    }

    /// Reads and writes in one transaction that nobody else can write beside (`BEGIN IMMEDIATE`).
    func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try write(isSynced: false, body)
    }

    /// Does the same, and waits until it is on the disk.
    func writeSynced<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try write(isSynced: true, body)
    }

    /// Writes outside a transaction, where SQLite asks for that.
    func writeWithoutTransaction<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do { return try pool.writeWithoutTransaction(body) } catch { throw HistoryError(error) }
    }

    /// Copies the whole of it into another database while both reading and writing go on.
    func copy(to other: DatabaseQueue) throws(HistoryError) {
        do { try pool.backup(to: other) } catch { throw HistoryError(error) }
    }

    private func write<Value>(isSynced: Bool, _ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try writeWithoutTransaction { database in
            if isSynced { try database.execute(sql: "PRAGMA synchronous = FULL") }
            defer { if isSynced { try? database.execute(sql: "PRAGMA synchronous = NORMAL") } }
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(database)
                return .commit
            }
            guard let value else { throw HistoryError.database(reason: "the transaction did not run") }
            return value
        }
    }
}
