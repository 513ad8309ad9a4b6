internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap serve`: the daemon.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the daemon: dashboard, REST, WebSocket and metrics.",
        discussion: "A flag goes before its environment variable DATACAP_<KEY>, that before config.json."
    )

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    @Option(help: "The TCP port to listen on; 0 takes a free one.")
    var port: String?

    @Option(help: "The address to listen on.")
    var host: String?

    @Flag(help: "Don't open a browser.")
    var noBrowser = false

    @Flag(help: "Test a built-in lab line on loopback, which spends no real data.")
    var demo = false

    @Option(
        help: ArgumentHelp(
            "Append what the alerts' rules are judged by to a file, for check-rules --replay.",
            valueName: "file"
        )
    )
    var record: String?

    @OptionGroup var log: LogOptions

    func run() async throws {
        var flags: [String: String] = [:]
        flags["port"] = port
        flags["host"] = host
        var options = log.options(file: ConfigurationFile(path: config, flags: flags))
        options.isDemo = demo
        options.recording = record
        options.opensBrowser = !noBrowser
        do { try await Daemon(options).run() } catch { throw Fault.exit(for: error) }
    }
}
