/// A report as one HTML file: nothing is fetched, nothing runs, and it prints on A4 and letter.
package struct HTMLReport: Sendable {
    /// What a server must send as `Content-Security-Policy` with it, and what the file says of itself.
    ///
    /// The hash is that of the one style sheet; `frame-ancestors` is for the header only (CSP Level 3 §3.3).
    package static let contentSecurityPolicy = "\(policy); frame-ancestors 'none'"

    private static let policy =
        "default-src 'none'; style-src 'sha256-\(ReportStyle.hash)'; base-uri 'none'; form-action 'none'"

    /// More rows than that are too many for a page.
    package static let longest = 100_000

    private let material: ReportMaterial

    /// Makes the page of a report.
    package init(_ material: ReportMaterial) { self.material = material }

    /// The file in UTF-8.
    package var bytes: [UInt8] {
        let document = ReportDocument(material)
        let rows = rows
        var page = HTMLPage()
        page.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">\n")
        page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.markup("<meta name=\"generator\" content=\"datacap \(DatacapVersion.current)\">\n")
        page.element("title", document.title)
        page.markup("<style>\(ReportStyle.sheet)</style>\n</head>\n<body>\n<main>\n")
        page.element("header") { header in
            header.element("p", "class=\"kind\"", "datacap report")
            header.element("h1", document.title)
            header.element("p", "class=\"lead\"", document.lead)
            header.put(document.facts)
        }
        for section in document.sections {
            page.element("section") { part in
                part.element("h2", section.title)
                for block in section.blocks { part.put(block, rows: rows) }
            }
        }
        page.markup("</main>\n</body>\n</html>\n")
        return page.bytes
    }

    /// The rows as the CSV report has them; `nil` if there are too many.
    private var rows: [UInt8]? {
        let count = material.runs.reduce(0) { $0 + $1.rows.count }
        return count <= Self.longest ? ReportRowsText(material).bytes : nil
    }
}

extension HTMLPage {
    fileprivate mutating func put(_ block: ReportBlock, rows: [UInt8]?) {
        switch block {
        case .paragraph(let text): element("p", text)
        case .list(let texts): element("ul") { list in for text in texts { list.element("li", text) } }
        case .facts(let facts): put(facts)
        case .table(let table): put(table)
        case .chart(let chart): put(chart)
        case .rows: put(rows: rows)
        }
    }

    fileprivate mutating func put(_ facts: [ReportFact]) {
        element("dl") { list in
            for fact in facts {
                list.element("div") { pair in
                    pair.element("dt", fact.name)
                    pair.element("dd", fact.value)
                }
            }
        }
    }

    private mutating func put(_ table: ReportTable) {
        let left = table.omitted > 0 ? " (\(table.omitted) more are left out)" : ""
        element("table") { body in
            body.element("caption", table.caption + left)
            body.element("thead") { head in
                head.element("tr") { row in
                    for column in table.columns {
                        row.element("th", "scope=\"col\"\(column.isFigure ? " class=\"n\"" : "")", column.name)
                    }
                }
            }
            body.element("tbody") { rows in
                for cells in table.rows {
                    rows.element("tr") { row in
                        for (column, cell) in zip(table.columns, cells) {
                            row.element("td", column.isFigure ? "class=\"n\"" : "", cell)
                        }
                    }
                }
            }
        }
    }

    private mutating func put(_ chart: ReportChart) {
        element("figure") { figure in
            figure.element("h3", chart.title)
            ChartDrawing(chart).draw(on: &figure)
            figure.element("figcaption", chart.legend)
        }
        element("details") { details in
            details.element("summary", "The figures of this chart")
            details.put(chart.table)
        }
    }

    /// Writes the rows as the CSV report has them, for people and for ``ReportVerifier``.
    private mutating func put(rows: [UInt8]?) {
        guard let rows else {
            return element("p", "There are too many rows for a page: they are in the CSV form of this report.")
        }
        element("details") { details in
            details.element("summary", "The raw rows")
            details.markup("<pre id=\"\(ReportLines.blockID)\" tabindex=\"0\">\n")
            details.markup(HTMLText.escaped(String(decoding: rows, as: UTF8.self)))
            details.markup("</pre>\n")
        }
    }
}
