internal import DatacapCore
internal import GRDB

/// Writes rows of the history as text.
struct ExchangeWriter {
    let format: ExchangeFormat
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init(_ format: ExchangeFormat) { self.format = format }

    /// Begins a table.
    mutating func begin(_ table: ExchangeTable) {
        guard format == .csv else { return }
        let names = table.columns.map(\.name).joined(separator: ",")
        bytes += Array("\(isFirst ? "" : "\r\n")\(names)\r\n".utf8)
        isFirst = false
    }

    /// Writes a row, its values in the order of the table's columns.
    mutating func write(_ row: Row, of table: ExchangeTable, _ columns: [ExchangeColumn]) {
        switch format {
        case .csv:
            let fields = columns.indices.map { Self.field(row, $0, columns[$0]) }
            bytes += Array((fields.joined(separator: ",") + "\r\n").utf8)
        case .json:
            bytes += JSONWriter.object { writer in
                writer.member("table", table.rawValue)
                for (index, column) in columns.enumerated() { Self.member(row, index, column, &writer) }
            }
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// Hands over what is written so far.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private static func field(_ row: Row, _ index: Int, _ column: ExchangeColumn) -> String {
        guard !row.hasNull(atIndex: index) else { return "" }
        switch column.kind {
        case .time: return Timestamp(milliseconds: row[index]).rfc3339
        case .integer: return String(row[index] as Int64)
        case .number: return (row[index] as Double).description
        case .flag: return (row[index] as Bool) ? "true" : "false"
        case .text, .word:
            let text: String = row[index]
            let needsQuotes = text.utf8.contains { [34, 44, 10, 13].contains($0) } || text.isEmpty
            return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
        }
    }

    private static func member(_ row: Row, _ index: Int, _ column: ExchangeColumn, _ writer: inout JSONWriter) {
        guard !row.hasNull(atIndex: index) else { return writer.member(column.name, nil as String?) }
        switch column.kind {
        case .time: writer.member(column.name, Timestamp(milliseconds: row[index]).rfc3339)
        case .integer: writer.member(column.name, row[index] as Int64)
        case .number: writer.member(column.name, row[index] as Double, places: 6)
        case .flag: writer.member(column.name, row[index] as Bool)
        case .text, .word: writer.member(column.name, row[index] as String)
        }
    }
}
