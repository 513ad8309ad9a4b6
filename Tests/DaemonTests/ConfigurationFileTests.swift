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
        #expect(configuration == Configuration())
    }
}
