package import DatacapCore
internal import GRDB
internal import Glibc

/// The file of the history, before it is opened as such and when it can't be.
package enum HistoryFile {
    /// Moves a damaged history out of the way, with the two files that SQLite keeps beside it.
    ///
    /// - Returns: Its new path: the old one with `.corrupt-` and the time.
    /// - Throws: ``HistoryError/system(call:path:code:)`` if it can't be renamed.
    package static func setAside(_ path: String, at time: Timestamp) throws(HistoryError) -> String {
        let new = "\(path).corrupt-\(time.rfc3339.filter { $0 != ":" })"
        // The log first: beside a new database it would be taken for that one's.
        for suffix in ["-wal", "-shm", ""] {
            guard rename(path + suffix, new + suffix) == 0 || (errno == ENOENT && !suffix.isEmpty) else {
                throw .system(call: "rename", path: path + suffix, code: errno)
            }
        }
        try sync(folderOf: path)
        return new
    }

    /// Makes sure that a file is a history that this program knows, without touching it; makes an empty one if none is there.
    static func prepare(_ path: String, isReadOnly: Bool) throws(HistoryError) {
        var status = stat()
        if stat(path, &status) != 0 {
            guard errno == ENOENT, !isReadOnly else { throw .system(call: "stat", path: path, code: errno) }
            return try make(path)
        }
        if status.st_size == 0, !isReadOnly { return try make(path) }
        do {
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let file = try DatabaseQueue(path: path, configuration: configuration)
            try file.read { database in
                guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
                    throw HistoryError.foreign(path: path)
                }
                if try Schema.migrator.hasBeenSuperseded(database) { throw HistoryError.newer(path: path) }
                let isComplete = try Schema.migrator.hasCompletedMigrations(database)
                if isReadOnly, !isComplete { throw HistoryError.older(path: path) }
            }
            try file.close()
        } catch {
            throw HistoryError(error)
        }
    }

    /// Syncs the folder of a file, so that its new name survives a power cut.
    static func sync(folderOf path: String) throws(HistoryError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw .system(call: "open", path: folder, code: errno) }
        defer { Glibc.close(file) }
        guard fsync(file) == 0 else { throw .system(call: "fsync", path: folder, code: errno) }
    }

    private static func make(_ path: String) throws(HistoryError) {
        do {
            var configuration = GRDB.Configuration()
            configuration.busyMode = .timeout(10)
            let file = try DatabaseQueue(path: path, configuration: configuration)
            // Both have to be said before the first table is there.
            try file.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
                try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            try file.close()
        } catch {
            throw HistoryError(error)
        }
    }
}
