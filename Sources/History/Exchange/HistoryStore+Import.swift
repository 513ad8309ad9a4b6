package import DatacapCore
internal import GRDB
internal import Glibc

extension HistoryStore {
    /// Takes in what ``export(_:from:to:format:into:)`` wrote, here or elsewhere, of either format.
    ///
    /// What is known already is left as it is, so that importing twice adds nothing; two samples alike in every figure
    /// are one. Samples go to the end of the chain. Bad rows are told and the others taken. A large file goes in by many
    /// transactions, so that nobody else waits long.
    ///
    /// - Throws: ``HistoryError`` if the file can't be read or the history not written; what was taken in until then stays.
    package func importFile(_ path: String) throws(HistoryError) -> ImportOutcome {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(call: "open", path: path, code: errno) }
        defer { Glibc.close(file) }
        var outcome = ImportOutcome()
        var splitter = RecordSplitter()
        var reader = ExchangeReader()
        var buffer = [UInt8](repeating: 0, count: 1_048_576)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else { throw .system(call: "read", path: path, code: errno) }
            let records = count == 0 ? splitter.end() : splitter.take(buffer[..<count])
            try take(records, &reader, &outcome)
            if count == 0 { return outcome }
        }
    }

    private func take(
        _ records: [RecordSplitter.Record],
        _ reader: inout ExchangeReader,
        _ outcome: inout ImportOutcome
    ) throws(HistoryError) {
        guard !records.isEmpty else { return }
        try write { database in
            var importer = try RecordImporter(database)
            for record in records {
                do {
                    guard let text = record.text else { throw ExchangeFault(reason: "the line is too long") }
                    guard let row = try reader.read(text) else { continue }
                    if try importer.take(row) { outcome.added += 1 } else { outcome.known += 1 }
                } catch let fault as ExchangeFault {
                    outcome.note(line: record.line, fault.reason)
                }
            }
            try importer.finish()
        }
    }
}
