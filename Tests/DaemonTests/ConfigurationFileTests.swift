import Daemon
import DatacapCore
import Foundation
import Testing

struct ConfigurationFileTests {
    @Test func `a file that was asked for by name must be there`() {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile(path: "/nowhere/c.json").read() }
        #expect(error?.description == "/nowhere/c.json: there is no such file")
    }

    @Test func `relative paths start from the file's folder`() {
        let file = ConfigurationFile(path: "/etc/datacap/config.json")
        #expect(file.resolve("token") == "/etc/datacap/token")
        #expect(file.resolve("/run/token") == "/run/token")
        #expect(ConfigurationFile(path: "config.json").resolve("token") == "./token")
        var configuration = Configuration()
        configuration.stateDirectory = "state"
        #expect(file.stateDirectory(configuration) == "/etc/datacap/state")
    }

    @Test func `the shipped file is the documented one and gives the defaults`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        var configuration = try ConfigurationFile(path: root.appending(path: "config.json").path).read()
        configuration.alertRules = AlertRules()
        // The zone is the system's, the place of data_cap_gb the file's.
        configuration.planning = Planning()
        #expect(configuration == Configuration())
    }
}

struct RulesFileTests {
    private func inFolder(_ files: [String: String], _ body: (ConfigurationFile) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "datacap-\(UUID().uuidString)")
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(ConfigurationFile(path: folder.appending(path: "config.json").path))
    }

    private static let rules = """
        {"version": 1, "rules": [{"alert": "a", "when": {"signal": "throttle"}, "receivers": ["hook"]}],
         "receivers": [{"name": "hook", "exec": {"argv": ["hooks/x.sh"]}}]}
        """

    @Test func `the rules are read from beside the configuration, their paths from beside the rules`() throws {
        try inFolder(["config.json": "{}", "alerts/rules.json": Self.rules]) { file in
            let rules = try file.read().alertRules
            #expect(rules.rules.map(\.name) == ["a"])
            let argv = ["\(file.folder)alerts/hooks/x.sh"]
            #expect(rules.receiver("hook")?.way == .exec(.init(argv: argv, timeout: .seconds(30))))
        }
    }

    @Test func `only rules that somebody named must be there`() throws {
        try inFolder(["config.json": "{}"]) { file in
            let rules = try file.read().alertRules
            #expect(rules == AlertRules())
        }
        try inFolder(["config.json": #"{"rules_file": "r.json"}"#]) { file in
            let error = #expect(throws: ConfigurationError.self) { try file.read() }
            #expect(error?.description == "\(file.folder)r.json: there is no such file")
        }
    }

    @Test func `faults of the rules name their file and place`() throws {
        try inFolder(["config.json": "{}", "alerts/rules.json": #"{"version": 1, "rule": []}"#]) { file in
            let error = #expect(throws: ConfigurationError.self) { try file.read() }
            let place = "\(file.folder)alerts/rules.json:1:16"
            #expect(error?.description == "\(place): rule: is unknown; known are $schema, receivers, rules, version")
        }
    }
}
