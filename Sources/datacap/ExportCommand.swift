internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap export`: the history as text for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the history as CSV or lines of JSON, for other programs and for datacap import.",
        discussion: """
            The tables are \(ExchangeTable.names). A time is a day, which begins in the plan's zone, or such as \
            2026-11-22T21:12:25Z in UTC. The daemon may run.
            """
    )

    @Option(help: ArgumentHelp("Since when; since the beginning if not said.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Until when, that time left out; everything if not said.", valueName: "time"))
    var to: String?

    @Option(help: "The form: csv, one table after the other, or json, an object a line.", transform: OutputOptions.form)
    var format = ExchangeFormat.csv

    @Option(help: ArgumentHelp("Which tables, with commas between them; all if not said.", valueName: "names"))
    var tables: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let tables, ExchangeTable.list(tables) == nil {
            throw ValidationError("--tables must be some of \(ExchangeTable.names), with commas between them")
        }
    }

    func run() throws {
        do {
            let archive = try HistoryArchive(output.file)
            let all = HistoryArchive.everything
            let start = try time("from", from, in: archive.zone) ?? all.lowerBound
            let end = try time("to", to, in: archive.zone) ?? all.upperBound
            guard start < end else { throw DaemonError.argument("--from must be before --to") }
            let tables = tables.flatMap(ExchangeTable.list) ?? ExchangeTable.allCases
            try Answer.write(to: output.output) { (receive) throws(DaemonError) in
                try archive.export(tables, in: start..<end, format: format, into: receive)
            }
        } catch {
            throw Fault.exit(for: error)
        }
    }

    private func time(_ name: String, _ text: String?, in zone: ZoneRules) throws(DaemonError) -> Timestamp? {
        guard let text else { return nil }
        if let time = Timestamp(rfc3339: text) ?? CivilDate(text).map(zone.startOfDay) { return time }
        throw .argument("--\(name) must be a day such as 2026-11-22 or a time such as 2026-11-22T21:12:25Z in UTC")
    }
}
