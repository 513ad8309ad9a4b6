internal import DatacapCore
internal import MicroHTTP

/// What the configuration names by file: the token, and the certificate with its key.
struct Secrets {
    /// The token that every request must carry, if any.
    var token: String?
    /// What TLS is spoken with, if it is.
    var identity: TLSIdentity?

    /// Reads the files.
    ///
    /// - Throws: ``DaemonError/file(setting:path:reason:)``.
    init(_ configuration: Configuration, in file: ConfigurationFile) throws(DaemonError) {
        if let path = configuration.tokenFile {
            let bytes = try Self.read(path, "auth.token_file", in: file)
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(whereSeparator: \.isNewline)
            guard lines.count == 1, let line = lines.first, !line.contains(where: { $0.isASCII && $0 < " " }) else {
                throw .file(setting: "auth.token_file", path: path, reason: "must hold one line, the token")
            }
            token = String(line)
        }
        if let certificate = configuration.certificateFile, let key = configuration.keyFile {
            identity = TLSIdentity(
                certificate: try Self.read(certificate, "tls.certificate_file", in: file),
                key: try Self.read(key, "tls.key_file", in: file)
            )
        }
    }

    private static func read(
        _ path: String,
        _ setting: String,
        in file: ConfigurationFile
    ) throws(DaemonError) -> [UInt8] {
        let resolved = file.resolve(path)
        do {
            guard let bytes = try StateFile.read(resolved, limit: 1_048_576) else {
                throw DaemonError.file(setting: setting, path: resolved, reason: "there is no such file")
            }
            return bytes
        } catch let error as DaemonError {
            throw error
        } catch {
            throw .file(setting: setting, path: resolved, reason: "\(error)")
        }
    }
}
