internal import GRDB
internal import Glibc

extension HistoryStore {
    /// Copies the history into a file while it is in use (SQLite's online backup): one state of it, complete or not at all.
    ///
    /// A file of that name is replaced once the copy is whole and on the disk.
    package func backup(to path: String) throws(HistoryError) {
        var (own, other) = (stat(), stat())
        if stat(self.path, &own) == 0, stat(path, &other) == 0, own.st_dev == other.st_dev, own.st_ino == other.st_ino {
            throw .sameFile(path: path)
        }
        let temporary = path + ".tmp"
        unlink(temporary)
        do throws(HistoryError) {
            try copy(to: temporary)
            try Self.sync(temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        // The log of an older backup that somebody left open would be taken for this one's.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        guard rename(temporary, path) == 0 else { throw .system(call: "rename", path: temporary, code: errno) }
        try HistoryFile.sync(folderOf: path)
    }

    private func copy(to path: String) throws(HistoryError) {
        do {
            let copy = try DatabaseQueue(path: path)
            try self.copy(to: copy)
            // One file, whatever happens to whoever opens it: no log beside it.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch {
            throw HistoryError(error)
        }
    }

    private static func sync(_ path: String) throws(HistoryError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(call: "open", path: path, code: errno) }
        defer { Glibc.close(file) }
        guard fsync(file) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
    }
}
