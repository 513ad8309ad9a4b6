import DatacapCore
import Foundation
import Testing

/// The system's tz database, each zone once whatever its names are.
enum ZoneDatabase {
    static let folder = "/usr/share/zoneinfo"

    /// The bytes of a zone's file.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    /// A zone by its name.
    static func zone(_ name: String) throws -> ZoneRules { try ZoneRules(tzif: bytes(name), name: name) }

    /// Every zone of the database that isn't another by a second name, in the order of the names.
    static let zones: Result<[ZoneRules], any Error> = Result {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        var seen: Set<[UInt8]> = []
        var zones: [ZoneRules] = []
        for name in files where !name.hasPrefix("posix/") && !name.hasPrefix("right/") && name != "localtime" {
            guard let bytes = try? bytes(name), bytes.starts(with: Array("TZif".utf8)) else { continue }
            if seen.insert(bytes).inserted { zones.append(try ZoneRules(tzif: bytes, name: name)) }
        }
        return zones
    }

    /// Every zone whose clocks were ever touched.
    static func moving() throws -> [ZoneRules] { try zones.get().filter { !$0.transitionTimes.isEmpty } }

    /// What a zone's clocks show at some instants as glibc has it, a line each such as `1916-04-30T22:59:59.000Z`.
    static func glibc(_ zone: String, at times: [Timestamp]) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let lines = times.map { "@\($0.milliseconds / 1_000)\n" }.joined()
        try Data(lines.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/date")
        process.arguments = ["-f", file.path, "+%Y-%m-%dT%H:%M:%S.000Z"]
        process.environment = ["TZ": zone, "LC_ALL": "C"]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
