internal import Glibc

/// A hook's program, as far as it may be run: nobody but its owner and root can change what it does.
struct HookProgram: Sendable {
    /// Why a program isn't run.
    struct Refusal: Error, Hashable {
        /// The file or folder at fault, and what is wrong with it.
        var reason: String
    }

    /// Its path, without symbolic links.
    let path: String

    /// Looks at a program, its folder and the folders above.
    ///
    /// - Parameter path: An absolute path.
    /// - Throws: ``Refusal``: it isn't a regular file that may be executed; or the file or its folder belongs to somebody
    ///   other than root and this process's user, or is writable by its group or others; or a folder further up is
    ///   writable so and not sticky, so that somebody could put another folder in its place.
    init(_ path: String) throws(Refusal) {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw Refusal(reason: "\(path.cleanLine) is no absolute path")
        }
        guard let real = Self.withoutLinks(path) else {
            throw Refusal(reason: "\(path.cleanLine): \(String(cString: strerror(errno)))")
        }
        guard let file = Self.status(real), file.st_mode & S_IFMT == S_IFREG else {
            throw Refusal(reason: "\(real.cleanLine) is no regular file")
        }
        guard access(real, X_OK) == 0 else { throw Refusal(reason: "\(real.cleanLine) is not executable (chmod +x)") }
        try Self.checkOwnership(of: real, file)
        // A link can be turned to another program by whoever may write to the folder that it is in.
        for start in Set([real, path]) {
            var folder = Self.parent(of: start)
            guard let status = Self.status(folder) else { throw Refusal(reason: "\(folder.cleanLine) can't be read") }
            try Self.checkOwnership(of: folder, status)
            while folder != "/" {
                folder = Self.parent(of: folder)
                guard let above = Self.status(folder) else {
                    throw Refusal(reason: "\(folder.cleanLine) can't be read")
                }
                if above.st_mode & S_ISVTX == 0 { try Self.checkOwnership(of: folder, above) }
            }
        }
        self.path = real
    }

    private static func checkOwnership(of path: String, _ status: stat) throws(Refusal) {
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw Refusal(reason: "\(path.cleanLine) is writable by its group or others (chmod go-w)")
        }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw Refusal(reason: "\(path.cleanLine) belongs to neither root nor the user of datacap")
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
