internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap check-config`: every fault of a configuration.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Reads a configuration and prints every fault as file:line:column: path: message."
    )

    @Argument(help: "The configuration.")
    var file = "config.json"

    func run() throws {
        let source = ConfigurationFile(path: file)
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try source.read()
        } catch {
            for fault in error.faults { print(fault) }
            throw ExitCode(1)
        }
        for obstacle in source.obstacles(configuration) { print("warning: \(obstacle)") }
        print("\(file): no faults")
    }
}
