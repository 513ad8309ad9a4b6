internal import Glibc

/// Why a file could not be read or written.
package enum StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A system call failed.
    case system(call: String, path: String, code: Int32)
    /// The file is larger than any that the product writes.
    case tooLarge(path: String, limit: Int)

    /// What could not be done, with what and why.
    package var description: String {
        switch self {
        case .system(let call, let path, let code): "\(call) \(path): \(String(cString: strerror(code)))"
        case .tooLarge(let path, let limit): "\(path) is larger than \(limit) bytes"
        }
    }
}

/// Files that a power cut leaves either old or new, never half.
package enum StateFile {
    /// Reads a whole file.
    ///
    /// - Returns: `nil` if there's no such file.
    /// - Throws: ``StateFileError`` when it is there but can't be read.
    package static func read(_ path: String, limit: Int = 16_777_216) throws(StateFileError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(call: "open", path: path, code: errno)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .system(call: "read", path: path, code: errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            if bytes.count > limit { throw .tooLarge(path: path, limit: limit) }
        }
    }

    /// Replaces a file: writes a temporary one beside it, syncs it, renames it, and syncs the folder.
    ///
    /// - Throws: ``StateFileError`` naming the call that failed; the old file is still there then.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(StateFileError) {
        let temporary = path + ".tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .system(call: "open", path: temporary, code: errno) }
        do throws(StateFileError) {
            try write(bytes, to: file, temporary)
            guard fsync(file) == 0 else { throw .system(call: "fsync", path: temporary, code: errno) }
        } catch {
            close(file)
            unlink(temporary)
            throw error
        }
        close(file)
        guard rename(temporary, path) == 0 else { throw .system(call: "rename", path: temporary, code: errno) }
        try syncFolder(of: path)
    }

    /// Moves a file that can't be understood out of the way, so that it is not overwritten.
    ///
    /// - Returns: Its new path.
    /// - Throws: ``StateFileError`` if it can't be renamed.
    package static func setAside(_ path: String, suffix: String) throws(StateFileError) -> String {
        let new = "\(path).corrupt-\(suffix)"
        guard rename(path, new) == 0 else { throw .system(call: "rename", path: path, code: errno) }
        try syncFolder(of: path)
        return new
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(StateFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw .system(call: "write", path: path, code: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func syncFolder(of path: String) throws(StateFileError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw .system(call: "open", path: folder, code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .system(call: "fsync", path: folder, code: errno) }
    }
}
