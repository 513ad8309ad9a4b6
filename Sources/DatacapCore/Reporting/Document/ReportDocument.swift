/// A report before it is written: what it says, in order, for text and HTML alike.
struct ReportDocument: Hashable, Sendable {
    /// What it is about, in a few words.
    var title: String
    /// What a person must know, in a sentence or two.
    var lead: String
    /// The figures that matter most.
    var facts: [ReportFact]
    /// The rest.
    var sections: [ReportSection]
}

/// A named figure.
struct ReportFact: Hashable, Sendable {
    /// What it is.
    var name: String
    /// What it amounts to.
    var value: String

    /// Names a figure.
    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Names a figure that may be unknown: then there's no fact.
    init?(_ name: String, known value: String?) {
        guard let value, !value.isEmpty else { return nil }
        self.init(name, value)
    }
}

/// A part of a report under a heading of its own.
struct ReportSection: Hashable, Sendable {
    /// The heading.
    var title: String
    /// What stands under it.
    var blocks: [ReportBlock]
}

/// A piece of a section.
enum ReportBlock: Hashable, Sendable {
    case paragraph(String)
    case list([String])
    case facts([ReportFact])
    case table(ReportTable)
    /// A chart, and its figures where there are no pictures.
    case chart(ReportChart)
    /// The raw rows, where the form has room for them.
    case rows
}

/// Rows of figures under column names.
struct ReportTable: Hashable, Sendable {
    /// One column.
    struct Column: Hashable, Sendable {
        /// Its name.
        var name: String
        /// Whether it holds figures, which stand at the right.
        var isFigure: Bool

        /// A column of words.
        static func words(_ name: String) -> Column { Column(name: name, isFigure: false) }
        /// A column of figures.
        static func figures(_ name: String) -> Column { Column(name: name, isFigure: true) }
    }

    /// What it shows.
    var caption: String
    /// Its columns.
    var columns: [Column]
    /// Its rows, each with a cell for each column.
    var rows: [[String]]

    /// How many of the rows it shows at most; ``omitted`` says how many are left out.
    static let longest = 60
    /// How many rows were left out at the end.
    var omitted = 0

    /// Makes a table, of the first rows if there are too many.
    init(_ caption: String, columns: [Column], rows: [[String]]) {
        self.caption = caption
        self.columns = columns
        self.rows = Array(rows.prefix(Self.longest))
        omitted = max(0, rows.count - Self.longest)
    }
}
