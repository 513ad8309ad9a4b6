package import DatacapCore
internal import Glibc
internal import History

/// The history of a configuration's state folder, for commands: they run beside the daemon, or without it.
package struct HistoryArchive: Sendable {
    /// All of time that a day can be named in.
    package static let everything = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: 253_402_300_800_000)

    private let configuration: Configuration
    private let file: ConfigurationFile
    private let folder: StateFolder

    /// Reads a configuration.
    ///
    /// - Throws: ``DaemonError/configuration(_:)`` with every fault.
    package init(_ file: ConfigurationFile) throws(DaemonError) {
        self.file = file
        do throws(ConfigurationError) { configuration = try file.read() } catch { throw .configuration(error) }
        folder = StateFolder(path: file.stateDirectory(configuration))
    }

    /// The zone that days are days of.
    package var zone: ZoneRules { configuration.zone }

    /// Writes a report, in pieces where it is long.
    ///
    /// - Parameters:
    ///   - request: Which report.
    ///   - format: Its form.
    ///   - receive: Gets the pieces; returns whether it wants more.
    /// - Throws: ``DaemonError`` if there is no such report, or the history can't be read.
    package func report(
        _ request: ReportRequest,
        as format: ReportFormat,
        into receive: ([UInt8]) -> Bool
    ) throws(DaemonError) {
        try reading { (store) throws(DaemonError) in
            let source = ReportSource(configuration: configuration, finding: capFinding)
            let material: ReportMaterial
            do throws(ReportRequestError) {
                material = try source.material(of: request, from: store, at: SystemClock.now().timestamp)
            } catch {
                throw .report(error)
            }
            guard format == .csv, material.leftOut > 0 else {
                _ = receive(material.report(as: format))
                return
            }
            do throws(HistoryError) { try material.streamRows(from: store, into: receive) } catch {
                throw .archive(error.description)
            }
        }
    }

    /// Copies the history into a file; the daemon may run.
    package func backup(to path: String) throws(DaemonError) {
        try reading { (store) throws(DaemonError) in
            do throws(HistoryError) { try store.backup(to: path) } catch { throw .archive(error.description) }
        }
    }

    /// Writes what happened in a range, its end left out, as text for other programs, in pieces; the daemon may run.
    ///
    /// - Parameters:
    ///   - tables: Which tables.
    ///   - range: Of what time.
    ///   - format: CSV or lines of JSON.
    ///   - receive: Gets the pieces; returns whether it wants more.
    /// - Throws: ``DaemonError`` if the history can't be read, or `receive` wants no more.
    package func export(
        _ tables: [ExchangeTable],
        in range: Range<Timestamp>,
        format: ExchangeFormat,
        into receive: ([UInt8]) -> Bool
    ) throws(DaemonError) {
        try reading { (store) throws(DaemonError) in
            do throws(HistoryError) {
                try store.export(tables, from: range.lowerBound, to: range.upperBound, format: format, into: receive)
            } catch {
                throw .archive(error.description)
            }
        }
    }

    /// Takes in what an export wrote; the daemon may run, and what is known already is left as it is.
    ///
    /// - Throws: ``DaemonError`` if the file can't be read, or the history not written.
    package func importFile(_ path: String) throws(DaemonError) -> ImportOutcome {
        guard access(path, R_OK) == 0 else {
            throw .file(setting: "FILE", path: path, reason: String(cString: strerror(errno)))
        }
        _ = try StateFolder(DaemonOptions(file: file), configuration)
        return try using(.readWrite) { (store) throws(DaemonError) in
            do throws(HistoryError) { return try store.importFile(path) } catch { throw .archive(error.description) }
        }
    }

    /// What the daemon last saved of caps; nothing seen if it hasn't, or its file isn't what it should be.
    private var capFinding: CapFinding {
        let saved = (try? StateFile.read(folder.capFile)).flatMap { try? CapFinder(restoring: $0) }
        return (saved ?? CapFinder()).finding(cap: configuration.plan?.cap)
    }

    private func reading(_ body: (HistoryStore) throws(DaemonError) -> Void) throws(DaemonError) {
        guard access(folder.historyFile, F_OK) == 0 else {
            throw .history("\(folder.historyFile) isn't there; the daemon makes it when it first runs")
        }
        try using(.readOnly, body)
    }

    private func using<Value>(
        _ access: HistoryStore.Access,
        _ body: (HistoryStore) throws(DaemonError) -> Value
    ) throws(DaemonError) -> Value {
        let store: HistoryStore
        do throws(HistoryError) { store = try HistoryStore(path: folder.historyFile, access: access) } catch {
            throw .history(error.description)
        }
        defer { try? store.close() }
        return try body(store)
    }
}
