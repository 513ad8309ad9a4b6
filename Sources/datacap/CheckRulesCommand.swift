internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap check-rules`: every fault of the alerts' rules, and what they would have done.
struct CheckRulesCommand: ParsableCommand {
    /// How answers look.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "check-rules",
        abstract: "Reads the alerts' rules and prints every fault, or what they would have told of a recording.",
        discussion: """
            Prints faults as file:line:column: path: message, else the rules. With --replay it prints each time that a \
            rule would have fired, how often each would have, and a total. serve --record makes recordings.
            """
    )

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("A recording of serve --record to judge.", valueName: "file"))
    var replay: String?

    @Option(help: "How answers look: text, or json for JSON lines.")
    var format = Format.text

    func run() throws {
        let file = ConfigurationFile(path: config)
        let configuration: Configuration
        do {
            configuration = try file.read()
        } catch {
            try fail(error.faults)
            return
        }
        let rules = configuration.alertRules
        guard let replay else {
            if format == .text {
                let counts = AlertReplayReport.counts(of: rules)
                StandardOutput.print([Array("\(file.rulesPath(configuration)): no faults; \(counts)".utf8)])
            }
            return StandardOutput.print(AlertReplayReport.lines(of: rules, asJSON: format == .json))
        }
        do {
            let result = try AlertReplayRunner(rules: rules, recording: replay).run()
            StandardOutput.print(AlertReplayReport.lines(of: result, asJSON: format == .json))
        } catch {
            throw Fault.exit(for: error)
        }
    }

    private func fail(_ faults: [ConfigurationFault]) throws {
        StandardOutput.print(
            faults.map { fault in
                guard format == .json else { return Array(fault.description.utf8) }
                return JSONWriter.object { json in
                    json.member("type", "fault")
                    json.member("text", fault.description)
                }
            }
        )
        throw ExitCode(1)
    }
}
