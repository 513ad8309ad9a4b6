/// Where settings come from; a flag goes before the environment, the environment before the file.
package struct ConfigurationSources: Sendable {
    /// The file's name, as faults show it.
    package var fileName: String
    /// The file's text, or `nil` if there's no file.
    package var fileText: [UInt8]?
    /// The process's environment.
    package var environment: [String: String]
    /// The command line's settings, by the path of the setting, such as `port`.
    package var flags: [String: String]

    /// Joins the sources.
    package init(
        fileName: String = "config.json",
        fileText: [UInt8]? = nil,
        environment: [String: String] = [:],
        flags: [String: String] = [:]
    ) {
        self.fileName = fileName
        self.fileText = fileText
        self.environment = environment
        self.flags = flags
    }

    /// The environment variable that overrides a setting, such as `DATACAP_AUTH_TOKEN_FILE`.
    package static func variable(for path: String) -> String {
        "DATACAP_" + path.uppercased().replacing(".", with: "_")
    }
}

extension String {
    /// The text with every occurrence of a character replaced.
    fileprivate func replacing(_ character: Character, with other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}
