/// The forms of a report.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// Plain text of 80 columns.
    case text
    /// The raw rows as comma-separated values.
    case csv
    /// One file with everything, charts included.
    case html

    /// The media type, for HTTP and mail.
    package var contentType: String {
        switch self {
        case .text: "text/plain; charset=utf-8"
        case .csv: "text/csv; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        }
    }

    /// How a file's name ends.
    package var suffix: String {
        switch self {
        case .text: ".txt"
        case .csv: ".csv"
        case .html: ".html"
        }
    }
}

extension ReportMaterial {
    /// The report in one of its forms, in UTF-8.
    package func report(as format: ReportFormat) -> [UInt8] {
        switch format {
        case .text: PlainReport(self).bytes
        case .csv: ReportRowsText(self).bytes
        case .html: HTMLReport(self).bytes
        }
    }

    /// What a file of the report in that form is called.
    package func fileName(as format: ReportFormat) -> String { subject.fileName(in: zone) + format.suffix }
}
