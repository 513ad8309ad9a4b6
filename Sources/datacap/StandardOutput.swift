internal import Glibc

/// Where answers go that may be long, or hold any bytes.
enum StandardOutput {
    /// Writes lines, each with its end; that nobody reads them any more is nobody's business.
    static func print(_ lines: [[UInt8]]) {
        let text = Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined())
        var rest = text[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
