internal import Glibc

/// The programs that are installed beside the one that runs.
enum SiblingProgram {
    /// The path of a program in the running program's folder.
    static func path(_ name: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return -1 }
            return readlink("/proc/self/exe", start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard count > 0 else { return name }
        let own = String(decoding: buffer[..<count], as: UTF8.self)
        return own.lastIndex(of: "/").map { own[...$0] + name } ?? name
    }
}
