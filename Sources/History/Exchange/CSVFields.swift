/// A field of a line of CSV (RFC 4180).
struct CSVField: Equatable {
    var text: String
    /// Whether it stood in quotes: an empty one that didn't is no value at all.
    var isQuoted: Bool
}

/// Takes lines of CSV apart.
enum CSVFields {
    /// Splits a record into its fields; `nil` if a quote stands where none can.
    static func split(_ record: some StringProtocol) -> [CSVField]? {
        var fields: [CSVField] = []
        var rest = Array(record.utf8)[...]
        while true {
            var text: [UInt8] = []
            let isQuoted = rest.first == quote
            if isQuoted {
                rest.removeFirst()
                while true {
                    guard let byte = rest.popFirst() else { return nil }
                    guard byte == quote else {
                        text.append(byte)
                        continue
                    }
                    guard rest.first == quote else { break }
                    rest.removeFirst()
                    text.append(quote)
                }
            } else {
                while let byte = rest.first, byte != comma {
                    guard byte != quote else { return nil }
                    rest.removeFirst()
                    text.append(byte)
                }
            }
            fields.append(CSVField(text: String(decoding: text, as: UTF8.self), isQuoted: isQuoted))
            guard let byte = rest.popFirst() else { return fields }
            guard byte == comma else { return nil }
        }
    }

    /// Whether a text has a quote open at its end, so that the record goes on in the next line.
    static func isOpen(_ text: [UInt8]) -> Bool { !text.count(where: { $0 == quote }).isMultiple(of: 2) }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
}
