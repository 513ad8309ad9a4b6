/// The raw rows of a report as comma-separated values: lines that begin with `#` tell what they are, then a line of
/// column names, then for each run a line with its hashes and its rows.
///
/// All fields of a row are numbers, times and hexadecimal digits, so that none needs quotes (RFC 4180) and no
/// spreadsheet takes one for a formula. ``ReportVerifier`` checks the file.
package struct ReportRowsText: Sendable {
    /// The comment that tells how many rows there are.
    static let countsKey = "rows"

    private let material: ReportMaterial
    private let outline: SampleOutline

    /// Makes the text of the rows that a report's material holds.
    package init(_ material: ReportMaterial) { self.init(material, outline: SampleOutline(material.runs)) }

    /// Makes the text of rows that the material doesn't hold, because there are too many of them.
    ///
    /// The caller writes ``head``, then before each run's first row the run's line, and each row's line.
    package init(_ material: ReportMaterial, outline: SampleOutline) {
        self.material = material
        self.outline = outline
    }

    /// The lines before the first run, without their ends.
    package var head: [String] {
        let document = ReportDocument(material)
        var lines = ["# datacap \(DatacapVersion.current): raw samples of a report", "# \(document.title)"]
        for fact in document.facts { lines.append("# \(fact.name.readable): \(fact.value.readable)") }
        let flaws = Flaws.names.map { "\($0.flaw.rawValue) \($0.name)" }
        lines.append("# flaws: the sum of \(flaws.joined(separator: ", ")); rows with any say nothing of the line")
        lines.append(
            "# hash: SHA-256 of the 32 bytes of the hash before and the text from time_ms to flaws, as it stands"
        )
        lines.append("# \(Self.countsKey): \(Self.counts(outline.counts, runs: outline.runs.count))")
        return lines + [ReportRow.header]
    }

    /// The line before a run's rows, without its end.
    package static func line(of run: SampleOutline.Run) -> String { ReportRunLine(run).line }

    /// A row, without its line's end.
    package static func line(of row: ChainedSample) -> String { ReportRow.line(row) }

    /// How many rows there are, as it is told and checked.
    static func counts(_ counts: SampleCounts, runs: Int) -> String {
        "\(counts.all) in \(runs == 1 ? "1 run" : "\(runs) runs"), \(counts.valid) valid, \(counts.all - counts.valid) flawed"
    }

    /// The whole text in UTF-8.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func put(_ line: String) {
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        for line in head { put(line) }
        var runs = outline.runs[...]
        for row in material.runs.flatMap(\.rows) {
            if row.number == runs.first?.first, let run = runs.popFirst() { put(Self.line(of: run)) }
            put(Self.line(of: row))
        }
        return bytes
    }
}
