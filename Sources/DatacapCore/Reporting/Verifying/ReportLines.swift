/// The lines of a report that its rows stand in.
struct ReportLines: Sendable {
    /// The element of an HTML report that holds the lines of the CSV report.
    static let blockID = "datacap-rows"

    /// The lines, without their ends.
    private(set) var lines: [ArraySlice<UInt8>] = []
    /// What the first of them has for a number in the file.
    private(set) var first = 1
    private let isEscaped: Bool

    /// Finds the lines of a CSV or an HTML report.
    init(_ file: [UInt8]) throws(ReportFault) {
        let mark = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = file[mark...]
        isEscaped = text.first == UInt8(ascii: "<")
        guard isEscaped else {
            guard text.starts(with: "# datacap".utf8) else { throw .noReport(reason: "it doesn't begin as one") }
            lines = Self.split(text)
            return
        }
        let marks = Self.places(of: Array("id=\"\(Self.blockID)\"".utf8), in: text)
        guard let place = marks.first else { throw .noReport(reason: "it has no raw rows") }
        guard marks.count == 1 else { throw .noReport(reason: "it has more than one block of raw rows") }
        guard let start = text[place...].firstIndex(of: UInt8(ascii: ">")),
            let end = text[start...].firstIndex(of: UInt8(ascii: "<"))
        else { throw .noReport(reason: "its block of raw rows has no end") }
        first = text[..<start].count { $0 == UInt8(ascii: "\n") } + 1
        lines = Self.split(text[(start + 1)..<end])
    }

    /// A line as it would stand in a CSV report.
    func line(_ index: Int) -> ArraySlice<UInt8> {
        isEscaped && lines[index].contains(UInt8(ascii: "&")) ? Self.unescaped(lines[index])[...] : lines[index]
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
    }

    private static func places(of mark: [UInt8], in text: ArraySlice<UInt8>) -> [Int] {
        guard let head = mark.first else { return [] }
        return text.indices.filter { text[$0] == head && text[$0...].starts(with: mark) }
    }

    private static func unescaped(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let names: [(name: [UInt8], byte: UInt8)] = HTMLText.references.map { (Array($0.text.utf8), $0.byte) }
        var result: [UInt8] = []
        var rest = line
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"), let match = names.first(where: { rest.starts(with: $0.name) }) {
                result.append(match.byte)
                rest = rest.dropFirst(match.name.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
