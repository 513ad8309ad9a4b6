internal import ArgumentParser
internal import Daemon

/// Whose history, and where the answer goes.
struct OutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write it, whole or not at all; else standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    /// Reads the name of a form.
    static func form<Form: RawRepresentable & CaseIterable>(_ name: String) throws -> Form
    where Form.RawValue == String {
        guard let form = Form(rawValue: name) else {
            throw ValidationError("it must be one of \(Form.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return form
    }

    /// The configuration that names the state folder.
    var file: ConfigurationFile { ConfigurationFile(path: config) }
}
