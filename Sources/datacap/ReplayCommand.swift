internal import ArgumentParser
internal import Daemon
internal import Glibc

/// `datacap replay`: recorded samples through the product's own detector.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs recorded samples through the detector and prints its verdicts as JSON lines.",
        discussion: """
            Every *.csv of the folder is a recording: t_s,mbps,host. Caps in bytes may stand in caps.json beside them, \
            by the recordings' names. The detector runs as it does by default.
            """
    )

    @Argument(help: "The folder with the recordings.")
    var folder: String

    @Option(
        help: ArgumentHelp(
            "How many accusations in a day a line without throttling may cause by its own record: the knob.",
            valueName: "count"
        )
    )
    var toleratedPerDay: Double?

    @Flag(help: "Say on standard error how long the detector took for a sample.")
    var timing = false

    @Flag(help: "Make scheduled tests of the recordings instead, and print how early each ends and how far off it is.")
    var tests = false

    func validate() throws {
        if let toleratedPerDay, !(toleratedPerDay > 0 && toleratedPerDay.isFinite) {
            throw ValidationError("--tolerated-per-day must be above 0")
        }
    }

    func run() throws {
        do {
            guard !tests else { return try TestReplay(folder: folder).run { StandardOutput.print([$0]) } }
            let runner = ReplayRunner(folder: folder, toleratedPerDay: toleratedPerDay)
            let (samples, time) = try runner.run { StandardOutput.print([$0]) }
            guard timing, samples > 0 else { return }
            let nanoseconds = (time / samples).components.attoseconds / 1_000_000_000
            let text = Array("\(samples) samples, \(nanoseconds) ns of the detector each\n".utf8)
            _ = write(STDERR_FILENO, text, text.count)
        } catch {
            throw Fault.exit(for: error)
        }
    }
}
