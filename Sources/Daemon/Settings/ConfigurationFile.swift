package import DatacapCore
internal import Glibc

/// config.json on the disk, with what overrides it; it can be read again at any time.
package struct ConfigurationFile: Sendable {
    /// The file's path.
    package let path: String
    /// Whether it may be missing: only if nobody asked for it by name.
    package let isOptional: Bool
    /// The command line's settings, by their paths.
    package let flags: [String: String]

    /// Names the file.
    ///
    /// - Parameters:
    ///   - path: The file that was asked for, or `nil` for `config.json` in the working directory, if it's there.
    ///   - flags: The command line's settings, by their paths.
    package init(path: String?, flags: [String: String] = [:]) {
        self.path = path ?? "config.json"
        isOptional = path == nil
        self.flags = flags
    }

    /// Reads and checks everything.
    ///
    /// - Throws: ``ConfigurationError`` with every fault.
    package func read() throws(ConfigurationError) -> Configuration {
        let text = try text(of: path, isNamed: !isOptional)
        var configuration = try Configuration(
            ConfigurationSources(fileName: path, fileText: text, environment: Self.environment, flags: flags)
        )
        configuration.alertRules = try rules(of: configuration)
        let zone = zone(of: configuration)
        try configuration.settlePlan(presets: try presets(of: configuration), zone: zone)
        return configuration
    }

    /// The zone that the plan names, else the system's; `nil` if there is none of that name.
    private func zone(of configuration: Configuration) -> ZoneRules? {
        let folder = ZoneFolder()
        guard let name = configuration.planning.zoneName?.name else {
            return folder.system(variable: Self.environment["TZ"])
        }
        return folder.zone(name)
    }

    /// Reads the presets' file, if a plan builds on one or the file was named; only one that nobody named may be missing.
    private func presets(of configuration: Configuration) throws(ConfigurationError) -> PlanPresets? {
        let planning = configuration.planning
        guard planning.preset != nil || planning.presetsFile != nil else { return nil }
        let file = resolve(planning.presetsFile ?? "plans/presets.json")
        guard let text = try text(of: file, isNamed: planning.presetsFile != nil) else { return nil }
        return try PlanPresets(text, fileName: file)
    }

    /// Reads the rules' file; only one that nobody named may be missing.
    private func rules(of configuration: Configuration) throws(ConfigurationError) -> AlertRules {
        let file = rulesPath(configuration)
        guard let text = try text(of: file, isNamed: configuration.rulesFile != nil) else { return AlertRules() }
        return try AlertRules(
            text,
            fileName: file,
            folder: Self.absolute(file.lastIndex(of: "/").map { String(file[...$0]) } ?? "./"),
            hasMail: configuration.mail != nil
        )
    }

    /// Reads a file; only one that nobody named may be missing.
    private func text(of file: String, isNamed: Bool) throws(ConfigurationError) -> [UInt8]? {
        let text: [UInt8]?
        do {
            text = try StateFile.read(file, limit: 1_048_576)
        } catch {
            throw fault("can't be read: \(error)", in: file)
        }
        guard text != nil || !isNamed else { throw fault("there is no such file", in: file) }
        return text
    }

    private func fault(_ message: String, in file: String) -> ConfigurationError {
        ConfigurationError(faults: [ConfigurationFault(source: .file(file, nil), path: "", message: message)])
    }

    /// The folder that relative paths in the file start from.
    package var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

    /// A path of the file, made absolute by the file's folder.
    package func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }

    /// A path made absolute by the folder that the program was started in: a hook runs elsewhere.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path.hasPrefix("./") ? path.dropFirst(2) : path[...])"
    }

    /// The path of the rules' file, whether it's there or not.
    package func rulesPath(_ configuration: Configuration) -> String {
        resolve(configuration.rulesFile ?? "alerts/rules.json")
    }

    /// Where data.json lives: as configured, else as systemd says, else beside the file.
    package func stateDirectory(_ configuration: Configuration) -> String {
        if let directory = configuration.stateDirectory { return resolve(directory) }
        // systemd separates several folders by colons; the first is ours (systemd.exec(5)).
        let systemd = Self.environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        return systemd ?? folder
    }

    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}
