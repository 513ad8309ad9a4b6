internal import DatacapCore
internal import GRDB

/// Why a line can't be taken in.
struct ExchangeFault: Error {
    let reason: String
}

extension ExchangeColumn {
    /// Reads a member of a JSON object.
    func value(_ value: JSONValue) throws(ExchangeFault) -> DatabaseValue {
        switch (kind, value) {
        case (_, .null): try missing()
        case (.time, .string(let text)), (.text, .string(let text)), (.word, .string(let text)):
            try self.value(CSVField(text: text, isQuoted: true))
        case (.integer, .number(let number)):
            try stored(Int64(exactly: number).flatMap { $0 >= 0 ? $0 : nil }, "is no whole number of 0 or more")
        case (.number, .number(let number)): number.databaseValue
        case (.flag, .bool(let flag)): flag.databaseValue
        default: throw ExchangeFault(reason: "\(name) is \(value.kind)")
        }
    }

    /// Reads a field of a line of CSV.
    func value(_ field: CSVField) throws(ExchangeFault) -> DatabaseValue {
        let text = field.text
        if text.isEmpty, !field.isQuoted { return try missing() }
        switch kind {
        case .time: return try stored(Timestamp(rfc3339: text)?.milliseconds, "is no time such as 2026-11-22T21:12:25Z")
        case .integer:
            return try stored(Int64(text).flatMap { $0 >= 0 ? $0 : nil }, "is no whole number of 0 or more")
        case .number: return try stored(Double(text).flatMap { $0.isFinite ? $0 : nil }, "is no number")
        case .flag:
            return try stored(text == "true" ? true : text == "false" ? false : nil, "is neither true nor false")
        case .text: return text.databaseValue
        case .word(let words):
            return try stored(words.contains(text) ? text : nil, "is none of \(words.joined(separator: ", "))")
        }
    }

    private func missing() throws(ExchangeFault) -> DatabaseValue {
        guard isOptional else { throw ExchangeFault(reason: "\(name) is missing") }
        return .null
    }

    private func stored(_ value: (some DatabaseValueConvertible)?, _ reason: String) throws(ExchangeFault)
        -> DatabaseValue
    {
        guard let value else { throw ExchangeFault(reason: "\(name) \(reason)") }
        return value.databaseValue
    }
}
