internal import CLinux
internal import Glibc

/// The descriptor that events and answers go to.
enum StandardOutput {
    /// How long a blocked write is left alone before looking whether the program is asked to end.
    private static let patience_milliseconds: Int32 = 100

    /// Writes all bytes, with one call of the kernel if it takes them at once.
    ///
    /// - Throws: ``DownloaderError/readerGone`` when nobody reads any more, or when nobody reads now and the program
    ///   is asked to end or is ending already.
    static func write(_ bytes: [UInt8], isEnding: Bool = false) throws(DownloaderError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try waitUntilWritable(isEnding)
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw .readerGone
            } else if errno != EINTR, errno != EAGAIN {
                throw .system(call: "write", errno: errno)
            }
        }
    }

    /// Tells whether the other end of the pipe or terminal has gone.
    static var isGone: Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&output, 1, 0) == 1 && Int32(output.revents) & (POLLERR | POLLHUP) != 0
    }

    private static func waitUntilWritable(_ isEnding: Bool) throws(DownloaderError) {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        while poll(&output, 1, patience_milliseconds) == 0 {
            var pending = sigset_t()
            sigpending(&pending)
            guard !isEnding, sigismember(&pending, SIGTERM) == 0, sigismember(&pending, SIGINT) == 0 else {
                throw .readerGone
            }
        }
    }
}

/// The descriptor that complaints go to.
enum StandardError {
    /// Writes a text; that it can't be written is nobody's business.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// The descriptor that the order comes from, and after it what changes the order.
struct StandardInput: ~Copyable {
    /// Longer than any order of thousands of URLs.
    private static let longestLine = 1_048_576

    private var bytes: [UInt8] = []
    private var hasEnded = false

    /// Makes a reader of an input of which nothing has been read.
    init() {}

    /// Waits for the first line: up to its end or the input's.
    mutating func firstLine() throws(DownloaderError) -> [UInt8] {
        // A person who gives no URL is shown how, not left waiting.
        guard isatty(STDIN_FILENO) == 0 else { throw .noURL }
        while bytes.count < Self.longestLine, !hasEnded {
            try read()
            if let line = takeLine() { return line }
        }
        guard !bytes.isEmpty, bytes.count < Self.longestLine else { throw .noOrder }
        defer { bytes = [] }
        return bytes
    }

    /// The next whole line that is there; `nil` if there is none now.
    mutating func nextLine() throws(DownloaderError) -> [UInt8]? {
        while true {
            if let line = takeLine() { return line }
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard !isOver, poll(&input, 1, 0) == 1 else { return nil }
            try read()
        }
    }

    /// Whether no line will come any more.
    var isOver: Bool { hasEnded || bytes.count >= Self.longestLine }

    private mutating func takeLine() -> [UInt8]? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { bytes.removeSubrange(...end) }
        return Array(bytes[..<end])
    }

    private mutating func read() throws(DownloaderError) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
        guard count >= 0 || errno == EINTR || errno == EAGAIN else { throw .system(call: "read", errno: errno) }
        bytes += buffer[..<max(0, count)]
        hasEnded = count == 0
    }
}

extension DownloaderError {
    /// The C library's words for an error number.
    static func words(_ number: Int32) -> String { strerror(number).map { String(cString: $0) } ?? "errno \(number)" }
}
