/// Splits a text, as it comes in pieces, into records: lines, or several of them where a CSV field in quotes has line ends.
struct RecordSplitter {
    /// A record, or a line that is none.
    struct Record: Equatable {
        /// The number of its first line, from 1.
        var line: Int
        /// Its text without the line end; `nil` if it is too long.
        var text: [UInt8]?
    }

    /// More than this no record of ours has.
    private static let longest = 65_536

    private var line = 0
    private var rest: [UInt8] = []
    /// Whole lines that wait for the quote's end.
    private var open: [[UInt8]] = []

    /// Takes a piece of the text.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Record] {
        var records: [Record] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                endLine(&records)
            } else if rest.count <= Self.longest {
                rest.append(byte)
            }
        }
        return records
    }

    /// Takes the end of the text.
    mutating func end() -> [Record] {
        var records: [Record] = []
        if !rest.isEmpty { endLine(&records) }
        while !open.isEmpty { giveUp(&records) }
        return records
    }

    private mutating func endLine(_ records: inout [Record]) {
        line += 1
        open.append(rest)
        rest.removeAll(keepingCapacity: true)
        settle(&records)
    }

    private mutating func settle(_ records: inout [Record]) {
        let text = Array(open.joined(separator: [UInt8(ascii: "\n")]))
        let isJSON = text.first == UInt8(ascii: "{")
        if text.count > Self.longest {
            giveUp(&records)
        } else if isJSON || !CSVFields.isOpen(text) {
            records.append(Record(line: line - open.count + 1, text: Self.withoutReturn(text)))
            open = []
        }
    }

    /// Drops the first line that waits, and looks at the others anew: a quote without an end must not take them along.
    private mutating func giveUp(_ records: inout [Record]) {
        let waiting = open
        guard let first = waiting.first else { return }
        open = []
        line -= waiting.count - 1
        records.append(Record(line: line, text: first.count > Self.longest ? nil : Self.withoutReturn(first)))
        for text in waiting.dropFirst() {
            line += 1
            open.append(text)
            settle(&records)
        }
    }

    private static func withoutReturn(_ text: [UInt8]) -> [UInt8] {
        text.last == UInt8(ascii: "\r") ? Array(text.dropLast()) : text
    }
}
