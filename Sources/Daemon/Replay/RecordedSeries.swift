package import DatacapCore
internal import Glibc

/// Why a recording can't be replayed.
package enum ReplayError: Error, Sendable, CustomStringConvertible {
    /// A file or folder can't be read.
    case file(StateFileError)
    /// A folder has no recordings in it.
    case empty(String)
    /// A line of a recording isn't what it should be.
    case line(file: String, number: Int, reason: String)
    /// The caps beside the recordings aren't what they should be.
    case caps(file: String, reason: String)
    /// The alerts' state before a gap of a recording can't be taken up after it; our own fault.
    case state(RestoreError)

    /// Whether the user can mend it.
    package var isUsers: Bool {
        switch self {
        case .file, .empty, .line, .caps: true
        case .state: false
        }
    }

    /// What could not be done, with what and why.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .empty(let folder): "\(folder): no *.csv in it"
        case .line(let file, let number, let reason): "\(file):\(number): \(reason)"
        case .caps(let file, let reason): "\(file): \(reason)"
        case .state(let error): "the alerts' state: \(error)"
        }
    }
}

/// One recorded series: a CSV with the columns `t_s,mbps,host`; what stands in further columns is passed over.
struct RecordedSeries {
    /// One observation and when it was made.
    struct Entry {
        var sample: LineSample
        var moment: Moment
    }

    /// The observations in the order of the file.
    private(set) var entries: [Entry] = []

    /// Reads a file.
    ///
    /// - Throws: ``ReplayError`` naming the line that can't be read.
    init(path: String) throws(ReplayError) {
        let bytes: [UInt8]
        do { bytes = try StateFile.read(path, limit: 1 << 30) ?? [] } catch { throw .file(error) }
        var targets: [String: Int] = [:]
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let fields = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.filter { !$0.isWhitespace } }
            if number == 1 || line.isEmpty { continue }
            guard fields.count >= 2, let time = Double(fields[0]), let rate = Double(fields[1]), rate >= 0 else {
                throw .line(file: path, number: number, reason: "must be seconds, Mbit/s and a host")
            }
            let host = fields.count > 2 ? fields[2] : ""
            let index = targets[host] ?? targets.count
            targets[host] = index
            let moment = Moment(
                timestamp: Timestamp(milliseconds: Int64((time * 1_000).rounded())),
                uptime: .seconds(time)
            )
            entries.append(Entry(sample: LineSample(rate: .megabits(rate), source: .target(index)), moment: moment))
        }
    }
}

extension RecordedSeries {
    /// The recordings of a folder, by their names in order.
    ///
    /// - Throws: ``ReplayError`` if there is no such folder, or none in it.
    static func names(in folder: String) throws(ReplayError) -> [String] {
        guard let entries = opendir(folder) else {
            throw .file(.system(call: "opendir", path: folder, code: errno))
        }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".csv") { names.append(name) }
        }
        guard !names.isEmpty else { throw .empty(folder) }
        return names.sorted()
    }
}
