package import DatacapCore

/// Why the daemon can't do its work.
package enum DaemonError: Error, Sendable, CustomStringConvertible {
    /// The configuration is faulty.
    case configuration(ConfigurationError)
    /// A file that the configuration names can't be used.
    case file(setting: String, path: String, reason: String)
    /// The server can't listen.
    case listen(String)
    /// history.sqlite can't be opened.
    case history(String)
    /// history.sqlite is open, but something can't be done with it.
    case archive(String)
    /// What the command line says makes no sense.
    case argument(String)
    /// There is no such report.
    case report(ReportRequestError)
    /// data.json can't be read, and not because of what is in it.
    case state(StateFileError)

    /// What could not be done and why; one line a fault.
    package var description: String {
        switch self {
        case .configuration(let error): error.description
        case .file(let setting, let path, let reason): "\(setting): \(path): \(reason)"
        case .listen(let reason): reason
        case .history(let reason): "the history can't be opened: \(reason)"
        case .archive(let reason), .argument(let reason): reason
        case .report(let error): error.description
        case .state(let error): "the state can't be read: \(error)"
        }
    }
}
