/// One thing that is wrong with the configuration.
package struct ConfigurationFault: Hashable, Sendable, CustomStringConvertible {
    /// Where a setting came from.
    package enum Source: Hashable, Sendable {
        /// A file, and the place in it if the fault has one.
        case file(String, JSONPosition?)
        /// An environment variable.
        case environment(String)
        /// A flag of the command line.
        case flag(String)
    }

    /// Where the faulty setting came from.
    package var source: Source
    /// The setting, such as `test_urls[1]`; empty for the whole file.
    package var path: String
    /// What is wrong and what is allowed.
    package var message: String

    /// Makes a fault.
    package init(source: Source, path: String, message: String) {
        self.source = source
        self.path = path
        self.message = message
    }

    /// The fault in one line: `file:line:column: path: message`.
    package var description: String {
        let place =
            switch source {
            case .file(let name, .some(let position)): "\(name):\(position)"
            case .file(let name, .none): name
            case .environment(let name): "environment \(name)"
            case .flag(let name): "--\(name)"
            }
        return path.isEmpty ? "\(place): \(message)" : "\(place): \(path): \(message)"
    }
}

/// Everything that is wrong with the configuration, in the order it was found.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The faults; at least one.
    package var faults: [ConfigurationFault]

    /// Joins the faults.
    package init(faults: [ConfigurationFault]) { self.faults = faults }

    /// One line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
