internal import DatacapCore

/// What a mail says of a notice, as text and as HTML; both in lines that end in line feeds.
struct MailText {
    private static let longestValue_bytes = 4_096

    /// What is told.
    var notice: Notice
    /// The machine that watches the line.
    var host: String

    /// The text.
    var plain: String {
        var lines = [headline, ""]
        if !description.isEmpty { lines += [description, ""] }
        let width = rows.map(\.name.count).max() ?? 0
        for row in rows {
            lines.append("\(row.name):\(String(repeating: " ", count: width - row.name.count + 1))\(row.value)")
        }
        return lines.joined(separator: "\n")
    }

    /// The same in HTML: no pictures, no links but that to the dashboard, nothing that is loaded from anywhere.
    var html: String {
        var lines = ["<!DOCTYPE html>", "<html><body style=\"font-family:sans-serif\">"]
        let color = notice.status == .firing && !notice.isTest ? "#b3261e" : "#1b6e3c"
        lines.append("<h2 style=\"font-size:1.1em;color:\(color)\">\(headline.inHTML)</h2>")
        for line in description.split(separator: "\n") { lines.append("<p>\(String(line).inHTML)</p>") }
        lines.append("<table cellpadding=\"3\">")
        for row in rows {
            let value = row.isLink ? "<a href=\"\(row.value.inHTML)\">\(row.value.inHTML)</a>" : row.value.inHTML
            lines.append("<tr><td>\(row.name.inHTML)</td><td>\(value)</td></tr>")
        }
        return (lines + ["</table>", "</body></html>"]).joined(separator: "\n")
    }

    private var headline: String {
        let summary = annotation("summary").cleanLine
        let text = summary.isEmpty ? notice.alert.cleanLine : summary
        return notice.isTest ? "Only a test. \(text)" : notice.status == .resolved ? "Resolved: \(text)" : text
    }

    private var description: String { annotation("description").cleanLines }

    private var rows: [(name: String, value: String, isLink: Bool)] {
        var rows = [("Alert", notice.alert, false), ("State", notice.status.rawValue, false)]
        rows.append(("Since", notice.startsAt.readable, false))
        if let end = notice.endsAt {
            rows.append(("Until", end.readable, false))
            rows.append(
                ("Lasted", Self.readableLength(milliseconds: end.milliseconds - notice.startsAt.milliseconds), false)
            )
        }
        rows += notice.labels.filter { $0.name != "alertname" }.map { ($0.name, $0.value, false) }
        rows += notice.annotations.filter { $0.name != "summary" && $0.name != "description" }
            .map { ($0.name, $0.value, false) }
        rows.append(("Machine", host, false))
        // Only what is surely an address becomes a link.
        let isAddress = notice.generatorURL.hasPrefix("http://") || notice.generatorURL.hasPrefix("https://")
        rows.append(("Dashboard", notice.generatorURL, isAddress))
        return rows.map { ($0.0.cleanLine, $0.1.cleanLine.cut(to: Self.longestValue_bytes), $0.2) }
    }

    private func annotation(_ name: String) -> String {
        (notice.annotations.first { $0.name == name }?.value ?? "").cut(to: Self.longestValue_bytes)
    }

    /// A length of time such as `2 h 5 min`, with the two units that matter.
    private static func readableLength(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1_000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: return "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }
}

extension String {
    /// The text with the characters that mean something in HTML made harmless, in attributes too.
    fileprivate var inHTML: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: String(scalar)
            }
        }.joined()
    }
}
