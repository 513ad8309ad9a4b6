/// A report as plain text of at most 80 columns, for a mail or a letter.
package struct PlainReport: Sendable {
    private static let width = 80

    private let material: ReportMaterial

    /// Makes the text of a report.
    package init(_ material: ReportMaterial) { self.material = material }

    /// The text in UTF-8, each line with its end.
    package var bytes: [UInt8] {
        let document = ReportDocument(material)
        var lines = Self.heading(document.title, under: "=") + [""] + Self.wrapped(document.lead) + [""]
        lines += Self.lines(document.facts)
        for section in document.sections {
            lines += ["", ""] + Self.heading(section.title, under: "-")
            for block in section.blocks { lines += [""] + Self.lines(block) }
        }
        var bytes: [UInt8] = []
        for line in lines {
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func lines(_ block: ReportBlock) -> [String] {
        switch block {
        case .paragraph(let text): wrapped(text)
        case .list(let texts): texts.flatMap { wrapped($0, first: "* ", rest: "  ") }
        case .facts(let facts): lines(facts)
        case .table(let table): PlainTable(table, width: width).lines
        case .chart(let chart):
            wrapped("\(chart.title). \(chart.description)") + [""]
                + PlainTable(chart.table, width: width).lines
        case .rows: wrapped("The rows themselves are in the CSV and HTML forms of this report.")
        }
    }

    private static func heading(_ title: String, under mark: String) -> [String] {
        let lines = wrapped(title)
        return lines + [String(repeating: mark, count: lines.map(\.count).max() ?? 0)]
    }

    private static func lines(_ facts: [ReportFact]) -> [String] {
        let longest = facts.map(\.name.count).max() ?? 0
        return facts.flatMap { fact -> [String] in
            let name = fact.name + String(repeating: " ", count: longest - fact.name.count)
            let rest = String(repeating: " ", count: longest + 2)
            // A hash stays whole.
            if !fact.value.utf8.contains(UInt8(ascii: " ")), longest + 2 + fact.value.count > width {
                return [fact.name] + wrapped(fact.value, first: "  ", rest: "  ")
            }
            return wrapped(fact.value, first: "\(name)  ", rest: rest)
        }
    }

    /// Breaks text at spaces, and words that are too long for a line anywhere.
    static func wrapped(_ text: String, first: String = "", rest: String = "", width: Int = width) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.readable.split(separator: " ") {
            var word = word
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (rest, true)
            }
            while isEmpty, line.count + word.count > width {
                let room = max(1, width - line.count)
                lines.append(line + word.prefix(room))
                word = word.dropFirst(room)
                line = rest
            }
            if word.isEmpty { continue }
            line += isEmpty ? word : " " + word
            isEmpty = false
        }
        return isEmpty && !lines.isEmpty ? lines : lines + [line]
    }
}
