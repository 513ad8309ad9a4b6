internal import DatacapCore
internal import Glibc

/// Reads a recording of the alerts' signals line by line, whatever its size.
struct RecordedLooks {
    private static let lineLimit = 65_536

    let path: String

    /// Reads the whole file.
    ///
    /// - Parameter take: Takes what each line tells, and when that was.
    /// - Throws: ``ReplayError`` naming the line that isn't one of a recording, or why the file can't be read.
    func read(_ take: (AlertRecord, Moment) throws(RestoreError) -> Void) throws(ReplayError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .file(.system(call: "open", path: path, code: errno)) }
        defer { close(file) }
        var reader = AlertRecordReader()
        var rest: [UInt8] = []
        var number = 0
        var buffer = [UInt8](repeating: 0, count: 262_144)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .file(.system(call: "read", path: path, code: errno))
            }
            // What has no end is being written, or was torn: it isn't a line.
            guard count > 0 else { break }
            rest += buffer[..<count]
            var lines = rest[...]
            while let end = lines.firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                let (record, moment): (AlertRecord, Moment)
                do {
                    (record, moment) = try reader.read(lines[..<end])
                } catch {
                    throw .line(file: path, number: number, reason: "\(error)")
                }
                do { try take(record, moment) } catch { throw .state(error) }
                lines = lines[(end + 1)...]
            }
            guard lines.count <= Self.lineLimit else {
                throw .line(file: path, number: number + 1, reason: "is longer than \(Self.lineLimit) bytes")
            }
            rest = Array(lines)
        }
        guard number > 0 else { throw .line(file: path, number: 1, reason: "\(AlertRecordError.headless)") }
    }
}
