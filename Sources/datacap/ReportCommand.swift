internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap report`: what happened on the line, for somebody who wasn't there.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes the report of an incident or of a billing cycle, as text, HTML or the raw rows as CSV.",
        usage: """
            datacap report --incident <number> [--format <format>] [--output <file>] [--config <file>]
            datacap report --cycle [<date>] [--format <format>] [--output <file>] [--config <file>]
            """,
        discussion: """
            It reads the history of the configured state folder, and the daemon may run meanwhile. HTML is one file that \
            fetches nothing and prints. The rows of CSV and HTML carry hashes: see datacap verify.
            """
    )

    @Option(help: ArgumentHelp("The incident's number; the dashboard and /api/incidents tell it.", valueName: "number"))
    var incident: Int64?

    @Flag(help: "The billing cycle; the present one unless a date is said.")
    var cycle = false

    @Argument(help: "A day that lies in the cycle, such as 2026-11-22, in the plan's zone.")
    var date: String?

    @Option(help: "The form: text, csv or html.", transform: OutputOptions.form)
    var format = ReportFormat.text

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (incident != nil) != cycle else { throw ValidationError("one of --incident and --cycle is needed") }
        guard date == nil || cycle else { throw ValidationError("a date goes with --cycle") }
    }

    func run() throws {
        do {
            let request = try request()
            let archive = try HistoryArchive(output.file)
            try Answer.write(to: output.output) { (receive) throws(DaemonError) in
                try archive.report(request, as: format, into: receive)
            }
        } catch {
            throw Fault.exit(for: error)
        }
    }

    private func request() throws(DaemonError) -> ReportRequest {
        if let incident { return .incident(incident) }
        guard let date else { return .cycle(nil) }
        guard let day = CivilDate(date) else {
            throw .argument("the date of --cycle must be a day such as 2026-11-22, is \"\(date)\"")
        }
        return .cycle(day)
    }
}
