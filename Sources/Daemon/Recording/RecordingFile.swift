internal import DatacapCore
internal import Glibc

/// A file that a recording is appended to, whole lines only.
struct RecordingFile: ~Copyable {
    private let path: String
    private let file: Int32

    /// Opens the file, or makes it, and cuts off what a power cut left of a last line.
    ///
    /// - Throws: ``DaemonError/file(setting:path:reason:)`` if it can't be written, isn't a recording, or another
    ///   daemon records to it: nothing was changed then.
    init(path: String) throws(DaemonError) {
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o644)
        guard file >= 0 else { throw Self.fault(path, String(cString: strerror(errno))) }
        do throws(DaemonError) {
            try Self.check(path, file)
        } catch {
            close(file)
            throw error
        }
        self.path = path
        self.file = file
    }

    deinit { close(file) }

    /// Appends whole lines; if they can't be written whole, nothing of them stays.
    ///
    /// - Throws: ``StateFileError`` naming the call that failed.
    func append(_ lines: [UInt8]) throws(StateFileError) {
        let end = lseek(file, 0, SEEK_END)
        var rest = lines[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let code = errno
                if count < 0, code == EINTR { continue }
                if end >= 0, rest.count < lines.count { _ = ftruncate(file, end) }
                throw .system(call: "write", path: path, code: code)
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func fault(_ path: String, _ reason: String) -> DaemonError {
        .file(setting: "--record", path: path, reason: reason)
    }

    private static func check(_ path: String, _ file: Int32) throws(DaemonError) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw fault(path, "must be a plain file")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw fault(path, "another daemon records to it") }
        guard status.st_size > 0 else { return }
        var reader = AlertRecordReader()
        let head = read(file, 4_096, at: 0)
        let line = head.prefix { $0 != UInt8(ascii: "\n") }
        guard line.count < head.count, (try? reader.read(line)) != nil else {
            throw fault(path, "is there already and isn't a recording")
        }
        try cutTornLine(path, file, size: Int64(status.st_size))
    }

    private static func cutTornLine(_ path: String, _ file: Int32, size: Int64) throws(DaemonError) {
        var end = size
        while end > 0 {
            let start = max(0, end - 4_096)
            let block = read(file, Int(end - start), at: start)
            guard !block.isEmpty else { throw fault(path, "can't be read") }
            if let last = block.lastIndex(of: UInt8(ascii: "\n")) {
                end = start + Int64(last) + 1
                break
            }
            end = start
        }
        guard end == size || ftruncate(file, off_t(end)) == 0 else {
            throw fault(path, String(cString: strerror(errno)))
        }
    }

    private static func read(_ file: Int32, _ count: Int, at place: Int64) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = pread(file, &buffer, count, off_t(place))
        return got > 0 ? Array(buffer[..<got]) : []
    }
}
