/// How the history is written for other programs.
package enum ExchangeFormat: String, CaseIterable, Sendable {
    /// Tables with a line of names each (RFC 4180), an empty line between two.
    case csv
    /// One JSON object a line, which names its table.
    case json
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
}

/// What became of an import.
package struct ImportOutcome: Hashable, Sendable {
    /// A line that could not be taken in.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// Its number, from 1.
        package var line: Int
        /// What is wrong with it.
        package var reason: String

        /// Both in one line.
        package var description: String { "line \(line): \(reason)" }
    }

    /// How many faults are told one by one.
    static let mostFaults = 100

    /// How many rows were new.
    package internal(set) var added = 0
    /// How many were there already.
    package internal(set) var known = 0
    /// How many could not be taken in.
    package internal(set) var bad = 0
    /// The first hundred of those.
    package internal(set) var faults: [Fault] = []

    mutating func note(line: Int, _ reason: String) {
        bad += 1
        if faults.count < Self.mostFaults { faults.append(Fault(line: line, reason: reason)) }
    }
}
