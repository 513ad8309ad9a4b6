package import DatacapCore
internal import History

/// A report on the disk: `datacap verify`.
package struct ReportFile: Sendable {
    /// No report is as large: two weeks of a row a second have 170 MB.
    private static let limit = 1 << 30

    private let path: String

    /// Names a file, which may be a CSV or an HTML report.
    package init(path: String) { self.path = path }

    /// Checks its raw rows against their hashes.
    ///
    /// - Parameter witness: A hash in hexadecimal that somebody else got earlier; `nil` for none.
    /// - Returns: What the rows say, or the first thing that doesn't fit.
    /// - Throws: ``DaemonError/file(setting:path:reason:)`` if the file can't be read.
    package func check(witness: String?) throws(DaemonError) -> Result<ReportVerification, ReportFault> {
        let bytes: [UInt8]?
        do {
            bytes = try StateFile.read(path, limit: Self.limit)
        } catch {
            throw .file(setting: "FILE", path: path, reason: "can't be read: \(error)")
        }
        guard let bytes else { throw .file(setting: "FILE", path: path, reason: "there is no such file") }
        do throws(ReportFault) {
            return .success(try ReportVerifier.check(bytes, witness: witness, sha256: SHA256.hash))
        } catch {
            return .failure(error)
        }
    }
}
