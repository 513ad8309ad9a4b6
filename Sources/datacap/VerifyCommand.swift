internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap verify`: the raw rows of a report against their hashes.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the raw rows of a report, and prints what they say or the first that doesn't fit.",
        discussion: """
            The file is the CSV or the HTML form of a report. Exit code 1 means that a row was altered, is missing or \
            isn't in its place. With --witness the rows must contain a hash that somebody else got earlier: only then \
            is it proved that they are as they were.
            """
    )

    @Argument(help: "The report.")
    var file: String

    @Option(help: ArgumentHelp("A hash that somebody else got earlier.", valueName: "hash"))
    var witness: String?

    func run() throws {
        let result: Result<ReportVerification, ReportFault>
        do { result = try ReportFile(path: file).check(witness: witness) } catch { throw Fault.exit(for: error) }
        switch result {
        case .success(let found): for line in found.lines { print(line) }
        case .failure(let fault):
            print("\(file): \(fault)")
            throw ExitCode(1)
        }
    }
}
