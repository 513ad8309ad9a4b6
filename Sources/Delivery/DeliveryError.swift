/// Why something on this machine keeps a notice from being sent.
enum DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A hook's program has no absolute path.
    case relativePath(String)
    /// A file or a folder can't be looked at.
    case unreadable(String, errno: Int32)
    /// A hook's program is a folder, a device or the like.
    case notRegular(String)
    /// A hook's program may not be executed.
    case notExecutable(String)
    /// A hook's program, or a folder on the way to it, can be changed by its group or by everybody.
    case writableByOthers(String)
    /// A hook's program, or a folder on the way to it, belongs to somebody else, who can change it.
    case foreign(String)

    /// What is wrong with which file, in one line.
    var description: String {
        switch self {
        case .relativePath(let path): "\(path.cleanLine) is no absolute path"
        case .unreadable(let path, let errno): "\(path.cleanLine) can't be read: \(SystemCall.reason(errno))"
        case .notRegular(let path): "\(path.cleanLine) is no regular file"
        case .notExecutable(let path): "\(path.cleanLine) is not executable (chmod +x)"
        case .writableByOthers(let path): "\(path.cleanLine) is writable by its group or others (chmod go-w)"
        case .foreign(let path): "\(path.cleanLine) belongs to neither root nor the user of datacap"
        }
    }
}
