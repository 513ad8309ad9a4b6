internal import Glibc

/// A file that is read whole.
enum SmallFile {
    /// Reads a file's first bytes.
    ///
    /// - Returns: `nil` if it can't be read; `errno` tells why.
    static func read(_ path: String, limit_bytes: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit_bytes)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { return nil }
        return Array(bytes[..<count])
    }
}
