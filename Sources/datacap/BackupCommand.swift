internal import ArgumentParser
internal import Daemon

/// `datacap backup`: a copy of the history while the daemon runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the history into a file, complete or not at all; the daemon may run.",
        discussion: """
            The copy is one SQLite file. To go back to it, stop the daemon, remove history.sqlite, history.sqlite-wal \
            and history.sqlite-shm from the state folder, and put the copy there as history.sqlite.
            """
    )

    @Argument(help: "The copy; a file of that name is replaced.")
    var file: String

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    func run() throws {
        do {
            try HistoryArchive(ConfigurationFile(path: config)).backup(to: file)
        } catch {
            throw Fault.exit(for: error)
        }
    }
}
