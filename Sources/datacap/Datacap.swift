internal import ArgumentParser
internal import DatacapCore
internal import Glibc

/// The command line.
struct Datacap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datacap",
        abstract: "Tells what your internet provider really does to your line.",
        version: DatacapVersion.current,
        subcommands: [
            ServeCommand.self, LabCommand.self, CheckConfigCommand.self, CheckRulesCommand.self, ReplayCommand.self,
            ReportCommand.self, VerifyCommand.self, SimulateCommand.self, BackupCommand.self, ExportCommand.self,
            ImportCommand.self,
        ],
        defaultSubcommand: ServeCommand.self
    )
}

/// Where the program begins.
@main
struct Program {
    /// What the shells' own commands exit with on wrong usage; ArgumentParser has 64 (sysexits.h, `EX_USAGE`).
    private static let usage: Int32 = 2

    static func main() async {
        do {
            var command = try Datacap.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard Datacap.exitCode(for: error) == .validationFailure else { Datacap.exit(withError: error) }
            let message = Array((Datacap.fullMessage(for: error) + "\n").utf8)
            _ = write(STDERR_FILENO, message, message.count)
            exit(usage)
        }
    }
}
