/// Why a report's rows aren't those that were measured.
package enum ReportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file holds no rows of a report.
    case noReport(reason: String)
    /// A line is none of those that a report has at that place.
    case unreadable(line: Int)
    /// A row's hash doesn't follow from its figures and the hash before it: one of them was altered.
    case altered(line: Int, row: Int64)
    /// Rows aren't there that the run should have.
    case missing(line: Int, rows: ClosedRange<Int64>)
    /// A row comes too early or too late.
    case reordered(line: Int, row: Int64)
    /// A run doesn't end with the hash that it is said to end with.
    case otherHead(line: Int, row: Int64)
    /// The counts that the file tells aren't those of its rows.
    case otherCounts(line: Int, told: String, found: String)
    /// No row has the hash that a witness holds.
    case noWitness(hash: String)

    /// Which line of the file is the first that doesn't fit, and how.
    package var description: String {
        switch self {
        case .noReport(let reason): "it is no report with raw rows: \(reason)"
        case .unreadable(let line): "line \(line): altered: it isn't written as a report writes it"
        case .altered(let line, let row):
            "line \(line), row \(row): altered: its hash doesn't follow from its figures and the hash before it"
        case .missing(let line, let rows) where rows.count == 1: "line \(line): missing: row \(rows.lowerBound)"
        case .missing(let line, let rows): "line \(line): missing: rows \(rows.lowerBound) to \(rows.upperBound)"
        case .reordered(let line, let row): "line \(line), row \(row): reordered: it isn't in its place"
        case .otherHead(let line, let row):
            "line \(line): altered: the run should end with another hash than row \(row) has"
        case .otherCounts(let line, let told, let found):
            "line \(line): altered: it tells of \(told); there are \(found)"
        case .noWitness(let hash): "no row has the hash \(hash): these aren't the rows that the witness saw"
        }
    }
}
