import Daemon
import DatacapCore
import Foundation
import Testing

struct PlanFileTests {
    private static func read(_ files: [String: String]) throws -> Configuration {
        let folder = FileManager.default.temporaryDirectory.appending(path: "datacap-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            let parent = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try ConfigurationFile(path: folder.appending(path: "config.json").path).read()
    }

    private static func faults(_ files: [String: String]) -> [String] {
        let error = #expect(throws: ConfigurationError.self) { _ = try read(files) }
        // The folder is another one each time.
        return error?.faults.map { String($0.description.split(separator: "/").last ?? "") } ?? []
    }

    @Test func `a plan has the zone that it names`() throws {
        let plan = try #require(
            Self.read(["config.json": #"{"plan": {"timezone": "America/New_York", "cycle": {"day": 31}}}"#]).plan
        )
        let now = try #require(Timestamp(rfc3339: "2026-03-15T00:00:00Z"))
        #expect(plan.cycle(at: now).start.rfc3339 == "2026-02-28T05:00:00.000Z")
        #expect(plan.cycle(at: now).end.rfc3339 == "2026-03-31T04:00:00.000Z")
    }

    @Test(arguments: ["Mars/Olympus", "Europe", "zone1970.tab", "europe/berlin"])
    func `a zone that isn't there is a fault with its place`(name: String) {
        let message = "is no time zone of this system's tz database, such as Europe/Berlin: \"\(name)\""
        let error = #expect(throws: ConfigurationError.self) {
            try Self.read(["config.json": #"{"plan": {"timezone": "\#(name)"}}"#])
        }
        #expect(error?.faults.map(\.message) == [message])
        #expect(error?.description.contains("config.json:1:23: plan.timezone: ") == true)
    }

    @Test func `presets are read from beside the configuration, if one is wanted`() throws {
        let presets = #"{"version": 1, "presets": {"p": {"cap_gb": 7}}}"#
        let wanted = #"{"plan": {"preset": "p"}}"#
        let plan = try Self.read(["config.json": wanted, "plans/presets.json": presets]).plan
        #expect(plan?.cap == .gigabytes(7))
        let named = #"{"presets_file": "mine.json", "plan": {"preset": "p"}}"#
        #expect(try Self.read(["config.json": named, "mine.json": presets]).plan?.cap == .gigabytes(7))
        #expect(try Self.read(["config.json": "{}", "plans/presets.json": "broken"]).plan == nil)
        #expect(Self.faults(["config.json": named]) == ["mine.json: there is no such file"])
        #expect(
            Self.faults(["config.json": wanted]) == [
                "config.json:1:21: plan.preset: there is no preset \"p\"; known are none"
            ]
        )
        let broken = #"{"version": 1, "presets": {"p": {"cap_gb": "7"}}}"#
        #expect(
            Self.faults(["config.json": wanted, "plans/presets.json": broken]) == [
                "presets.json:1:44: presets.p.cap_gb: must be a number from 0.001 to 1000000, is a string"
            ]
        )
    }

    @Test func `every shipped preset is a plan`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let file = root.appending(path: "plans/presets.json")
        let presets = try PlanPresets(Array(Data(contentsOf: file)), fileName: "presets.json")
        #expect(presets.terms.count >= 5)
        for (name, terms) in presets.terms { #expect(terms.cap != nil && terms.name != nil, "\(name)") }
        let text = #"{"plan": {"preset": "xfinity-1229"}, "presets_file": "\#(file.path)"}"#
        let plan = try #require(Self.read(["config.json": text]).plan)
        #expect(plan.cost(used: .gigabytes(1_330))?.description == "30.00 USD")
    }
}

struct ZoneFolderTests {
    private static let folder = ZoneFolder()

    @Test func `the system's zone is TZ's, else that of the link, else that of the file, else UTC`() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "zone-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        #expect(Self.folder.system(variable: "Asia/Tokyo", localtime: place).name == "Asia/Tokyo")
        #expect(Self.folder.system(variable: ":Asia/Tokyo", localtime: place).name == "Asia/Tokyo")
        #expect(Self.folder.system(variable: nil, localtime: place) == .utc)
        let target = "../usr/share/zoneinfo/America/Argentina/Ushuaia"
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: target)
        #expect(Self.folder.system(variable: "CET-1CEST", localtime: place).name == "America/Argentina/Ushuaia")
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.copyItem(atPath: "/usr/share/zoneinfo/Asia/Tokyo", toPath: place)
        let copied = Self.folder.system(variable: "", localtime: place)
        #expect(copied.offset(at: Timestamp(milliseconds: 0)) == .seconds(9 * 3_600))
        #expect(copied.name == "localtime")
    }

    @Test(arguments: ["../zoneinfo/UTC", "/usr/share/zoneinfo/UTC", "Europe/../UTC", ""])
    func `no name leads out of the database`(name: String) {
        #expect(Self.folder.zone(name) == nil)
    }
}
