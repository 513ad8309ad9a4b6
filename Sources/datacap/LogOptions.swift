internal import ArgumentParser
internal import Daemon
internal import Logging

/// How a long-running command logs.
struct LogOptions: ParsableArguments {
    @Option(help: "The least grave lines that are logged: debug, info, warning or error.")
    var logLevel = "info"

    @Option(help: "How log lines look: logfmt or json.")
    var logFormat = "logfmt"

    func validate() throws {
        guard level != nil else { throw ValidationError("--log-level must be debug, info, warning or error") }
        guard LineLogHandler.Format(rawValue: logFormat) != nil else {
            throw ValidationError("--log-format must be logfmt or json")
        }
    }

    private var level: Logger.Level? {
        ["debug", "info", "warning", "error"].contains(logLevel) ? Logger.Level(rawValue: logLevel) : nil
    }

    /// The options of a daemon with that file, logging as said.
    func options(file: ConfigurationFile) -> DaemonOptions {
        var options = DaemonOptions(file: file)
        options.logLevel = level ?? .info
        options.logFormat = LineLogHandler.Format(rawValue: logFormat) ?? .logfmt
        return options
    }
}
