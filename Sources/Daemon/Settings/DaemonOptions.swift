package import Logging

/// What the command line says of `datacap serve`, beside the settings that config.json has too.
package struct DaemonOptions: Sendable {
    /// The configuration file.
    package var file: ConfigurationFile
    /// Whether the tests run against the built-in lab line.
    package var isDemo = false
    /// Where to record what the alerts' rules are judged by; `nil` for nowhere.
    package var recording: String?
    /// Whether a browser may be opened for the person at the terminal.
    package var opensBrowser = true
    /// The least grave lines that are logged.
    package var logLevel = Logger.Level.info
    /// How log lines look.
    package var logFormat = LineLogHandler.Format.logfmt

    /// Makes the options of a daemon with that file.
    package init(file: ConfigurationFile) { self.file = file }
}
