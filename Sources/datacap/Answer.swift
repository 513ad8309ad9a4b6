internal import Daemon
internal import Glibc

/// Where a long answer goes: standard output, or a file that is there whole or not at all.
struct Answer {
    private let path: String?
    /// What is written to before it gets its name; `nil` where it has it already.
    private let temporary: String?
    private let descriptor: Int32
    private(set) var fault: DaemonError?

    /// Opens the file; without one it is standard output.
    init(path: String?) throws(DaemonError) {
        self.path = path
        guard let path else {
            (temporary, descriptor) = (nil, STDOUT_FILENO)
            return
        }
        // Neither a device nor a pipe is replaced.
        var status = stat()
        let isPlain = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        temporary = isPlain ? path + ".tmp" : nil
        descriptor = open(temporary ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.error(path) }
    }

    /// Writes a piece.
    ///
    /// - Returns: Whether it could; if not, ``finish()`` says why.
    mutating func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty, fault == nil {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                fault = Self.error(path ?? "standard output")
            }
        }
        return fault == nil
    }

    /// Gives a file its name, once all is on the disk.
    mutating func finish() throws(DaemonError) {
        if let fault {
            abandon()
            throw fault
        }
        guard let path else { return }
        guard let temporary else {
            close(descriptor)
            return
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
            let error = Self.error(path)
            unlink(temporary)
            throw error
        }
    }

    /// Leaves no file behind.
    func abandon() { if let temporary { unlink(temporary) } }

    private static func error(_ path: String) -> DaemonError {
        .file(setting: "--output", path: path, reason: String(cString: strerror(errno)))
    }
}

extension Answer {
    /// Writes an answer that comes in pieces.
    ///
    /// - Parameters:
    ///   - path: The file; `nil` for standard output.
    ///   - body: Makes the pieces.
    /// - Throws: What `body` throws, or, if a piece couldn't be written, why not.
    static func write(
        to path: String?,
        _ body: (([UInt8]) -> Bool) throws(DaemonError) -> Void
    ) throws(DaemonError) {
        var answer = try Answer(path: path)
        do throws(DaemonError) {
            try body { answer.write($0) }
        } catch {
            guard answer.fault == nil else { return try answer.finish() }
            answer.abandon()
            throw error
        }
        try answer.finish()
    }
}
