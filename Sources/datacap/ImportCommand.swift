internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap import`: what an export wrote, here or on another machine.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes in what datacap export wrote; what is known already is left as it is.",
        discussion: """
            Lines that can't be taken in are told on standard error with their numbers, the others taken, and the exit \
            code is 1. The daemon may run, and importing twice adds nothing.
            """
    )

    @Argument(help: "The export, as CSV or lines of JSON.")
    var file: String

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    func run() throws {
        let outcome: ImportOutcome
        do {
            outcome = try HistoryArchive(ConfigurationFile(path: config)).importFile(file)
        } catch {
            throw Fault.exit(for: error)
        }
        print("\(outcome.added) rows added, \(outcome.known) known already, \(outcome.bad) bad")
        guard outcome.bad > 0 else { return }
        for fault in outcome.faults { Fault.tell("\(file): \(fault)") }
        if outcome.bad > outcome.faults.count {
            Fault.tell("\(file): \(outcome.bad - outcome.faults.count) more bad lines aren't told")
        }
        throw ExitCode(1)
    }
}
