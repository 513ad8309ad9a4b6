internal import Glibc

/// A file that is read whole.
enum SmallFile {
    /// Reads a file's first bytes.
    ///
    /// - Throws: ``DeliveryError/unreadable(_:errno:)``.
    static func read(_ path: String, limit_bytes: Int) throws(DeliveryError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit_bytes)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .unreadable(path, errno: errno) }
        return Array(bytes[..<count])
    }
}

/// What the system says of its calls.
enum SystemCall {
    /// What an `errno` means, in the system's words.
    static func reason(_ errno: Int32) -> String { String(cString: strerror(errno)) }
}
