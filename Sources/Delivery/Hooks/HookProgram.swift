internal import Glibc

/// A hook's program, as far as it may be run: nobody but its owner and root can change what it does.
struct HookProgram: Sendable {
    /// Its path, without symbolic links.
    let path: String

    /// Looks at a program, its folder and the folders above.
    ///
    /// - Parameter path: An absolute path.
    /// - Throws: ``DeliveryError``: it isn't a regular file that may be executed; or the file or its folder belongs to somebody
    ///   other than root and this process's user, or is writable by its group or others; or a folder further up is
    ///   writable so and not sticky, so that somebody could put another folder in its place.
    init(_ path: String) throws(DeliveryError) {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw .relativePath(path)
        }
        guard let real = Self.withoutLinks(path) else {
            throw .unreadable(path, errno: errno)
        }
        guard let file = Self.status(real), file.st_mode & S_IFMT == S_IFREG else {
            throw .notRegular(real)
        }
        guard access(real, X_OK) == 0 else { throw .notExecutable(real) }
        try Self.checkOwnership(of: real, file)
        // A link can be turned to another program by whoever may write to the folder that it is in.
        for start in Set([real, path]) {
            var folder = Self.parent(of: start)
            guard let status = Self.status(folder) else { throw .unreadable(folder, errno: errno) }
            try Self.checkOwnership(of: folder, status)
            while folder != "/" {
                folder = Self.parent(of: folder)
                guard let above = Self.status(folder) else {
                    throw .unreadable(folder, errno: errno)
                }
                if above.st_mode & S_ISVTX == 0 { try Self.checkOwnership(of: folder, above) }
            }
        }
        self.path = real
    }

    private static func checkOwnership(of path: String, _ status: stat) throws(DeliveryError) {
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw .writableByOthers(path)
        }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw .foreign(path)
        }
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    private static func parent(of path: String) -> String {
        let trimmed = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
        return trimmed.isEmpty ? "/" : String(trimmed)
    }
}
