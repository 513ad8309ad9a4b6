/// How the history is written for other programs.
package enum ExchangeFormat: String, CaseIterable, Sendable {
    /// Tables with a line of names each (RFC 4180), an empty line between two.
    case csv
    /// One JSON object a line, which names its table.
    case json

    /// The media type, for HTTP.
    package var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .json: "application/jsonl; charset=utf-8"
        }
    }
}

/// The tables of the history that can be exported and imported.
package enum ExchangeTable: String, CaseIterable, Sendable {
    /// Raw samples, in the order of their coming.
    case sample
    /// Samples by minute, hour and day of UTC.
    case rollup
    /// Sessions.
    case session
    /// Tests of the scheduled mode.
    case test
    /// Incidents.
    case incident
    /// Events.
    case event
    /// Both ledgers, by quarter of an hour.
    case usage

    /// All their names, for people.
    package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Reads names with commas between them; `nil` if one is of no table, or there is none.
    ///
    /// - Returns: The tables, each once, in the order in which they are always written.
    package static func list(_ text: String) -> [ExchangeTable]? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        let tables = names.compactMap { ExchangeTable(rawValue: String($0)) }
        return tables.count == names.count ? allCases.filter(tables.contains) : nil
    }
}

/// What became of an import.
package struct ImportOutcome: Hashable, Sendable {
    /// A line that could not be taken in.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// Its number, from 1.
        package let line: Int
        /// What is wrong with it.
        package let reason: String

        /// Both in one line.
        package var description: String { "line \(line): \(reason)" }
    }

    /// How many faults are told one by one.
    static let mostFaults = 100

    /// How many rows were new.
    package var added = 0
    /// How many were there already.
    package var known = 0
    /// How many could not be taken in.
    package var bad = 0
    /// The first hundred of those.
    package var faults: [Fault] = []

    /// Makes the outcome of an import that has taken nothing in yet.
    package init() {}

    /// Notes a line that could not be taken in.
    package mutating func note(line: Int, _ reason: String) {
        bad += 1
        if faults.count < Self.mostFaults { faults.append(Fault(line: line, reason: reason)) }
    }
}
