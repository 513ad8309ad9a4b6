internal import DatacapCore
internal import GRDB

/// A row of an export as values for the file, in the order of the table's columns.
struct ExchangeRow: Equatable {
    let table: ExchangeTable
    let values: [DatabaseValue]
}

/// Reads records of an export, of either format.
struct ExchangeReader {
    private static let tables = Dictionary(
        uniqueKeysWithValues: ExchangeTable.allCases.map { ($0.columns.map(\.name).joined(separator: ","), $0) }
    )
    private var table: ExchangeTable?

    /// Reads one record.
    ///
    /// - Returns: `nil` for an empty line and for a line of names.
    mutating func read(_ record: [UInt8]) throws(ExchangeFault) -> ExchangeRow? {
        guard let text = String(validating: record, as: UTF8.self) else {
            throw ExchangeFault(reason: "the line is not UTF-8")
        }
        if text.isEmpty { return nil }
        if text.utf8.first == UInt8(ascii: "{") { return try json(record) }
        if let table = Self.tables[text] {
            self.table = table
            return nil
        }
        return try csv(text)
    }

    private func json(_ record: [UInt8]) throws(ExchangeFault) -> ExchangeRow {
        let node: JSONNode
        do throws(JSONError) {
            node = try JSONReader.read(record)
        } catch {
            throw ExchangeFault(reason: "column \(error.position.column): \(error.reason)")
        }
        guard let table = node["table"]?.string.flatMap(ExchangeTable.init(rawValue:)) else {
            throw ExchangeFault(reason: "table names none of the history's tables")
        }
        var values: [DatabaseValue] = []
        for column in table.columns { values.append(try column.value(node[column.name]?.value ?? .null)) }
        return ExchangeRow(table: table, values: values)
    }

    private func csv(_ text: String) throws(ExchangeFault) -> ExchangeRow {
        guard let table else { throw ExchangeFault(reason: "no line of names of a known table stands before it") }
        guard let fields = CSVFields.split(text) else { throw ExchangeFault(reason: "a quote stands out of place") }
        let columns = table.columns
        guard fields.count == columns.count else {
            throw ExchangeFault(reason: "\(fields.count) fields where the table \(table) has \(columns.count)")
        }
        var values: [DatabaseValue] = []
        for (column, field) in zip(columns, fields) { values.append(try column.value(field)) }
        return ExchangeRow(table: table, values: values)
    }
}
