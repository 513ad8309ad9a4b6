internal import GRDB
internal import Glibc

/// Why something could not be kept, read or carried over.
package enum HistoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file is an SQLite database, but not this program's history.
    case foreign(path: String)
    /// The file was written by a newer program; it was not touched.
    case newer(path: String)
    /// The file was written by an older program, and was opened only to be read.
    case older(path: String)
    /// The file, or what stands in it, is damaged.
    case corrupt(reason: String)
    /// The database said no: a full disk, a lock that somebody else holds too long, an unreadable file.
    case database(reason: String)
    /// A system call failed.
    case system(call: String, path: String, code: Int32)
    /// A backup would overwrite the history itself.
    case sameFile(path: String)
    /// Whoever received an export wanted no more of it.
    case stopped

    /// What could not be done, with what and why.
    package var description: String {
        switch self {
        case .foreign(let path): "\(path) is a database of something else"
        case .newer(let path): "\(path) was written by a newer datacap; this one leaves it alone"
        case .older(let path): "\(path) was written by an older datacap; start the daemon once to bring it up to date"
        case .corrupt(let reason): "the history is damaged: \(reason)"
        case .database(let reason): "the history's database: \(reason)"
        case .system(let call, let path, let code): "\(call) \(path): \(String(cString: strerror(code)))"
        case .sameFile(let path): "\(path) is the history itself"
        case .stopped: "the receiver wanted no more"
        }
    }

    /// Takes up an error of the database library.
    init(_ error: any Error) {
        switch error {
        case let error as HistoryError: self = error
        case let error as DatabaseError where Self.isDamage(error): self = .corrupt(reason: Self.reason(error))
        case let error as DatabaseError: self = .database(reason: Self.reason(error))
        default: self = .database(reason: "\(error)")
        }
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    }

    private static func reason(_ error: DatabaseError) -> String {
        "\(error.message ?? "no reason given") (SQLite code \(error.extendedResultCode.rawValue))"
    }
}
