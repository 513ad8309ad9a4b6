/// A table in plain text: columns as wide as they need to be, the widest column of words broken where they don't fit.
struct PlainTable: Sendable {
    private let table: ReportTable
    private let width: Int
    private var widths: [Int] = []

    /// Lays a table out in so many columns of characters.
    init(_ table: ReportTable, width: Int) {
        self.table = table
        self.width = width
        widths = table.columns.indices.map { index in
            ([table.columns[index].name.count] + table.rows.map { $0[index].readable.count }).max() ?? 0
        }
        // What doesn't fit is taken from the widest columns, down to what any word needs.
        while widths.reduce(0, +) + 2 * (widths.count - 1) > width, let widest = widths.max(), widest > 8,
            let index = widths.firstIndex(of: widest)
        {
            widths[index] -= 1
        }
    }

    /// The lines without their ends.
    var lines: [String] {
        var lines = PlainReport.wrapped(table.caption, width: width)
        lines += row(table.columns.map(\.name))
        lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        for cells in table.rows { lines += row(cells) }
        if table.omitted > 0 { lines.append("(\(table.omitted) more are left out)") }
        return lines
    }

    private func row(_ cells: [String]) -> [String] {
        let columns = zip(cells, widths).map { PlainReport.wrapped($0, width: $1) }
        return (0..<(columns.map(\.count).max() ?? 0)).map { line in
            var text = ""
            for (index, cell) in columns.enumerated() {
                let part = cell.indices.contains(line) ? cell[line] : ""
                let space = String(repeating: " ", count: max(0, widths[index] - part.count))
                text += (index == 0 ? "" : "  ") + (table.columns[index].isFigure ? space + part : part + space)
            }
            while text.last == " " { text.removeLast() }
            return text
        }
    }
}
