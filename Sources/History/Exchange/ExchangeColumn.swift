internal import DatacapCore
internal import GRDB

/// A column of an exported table.
struct ExchangeColumn {
    enum Kind {
        /// Milliseconds since 1970 in the file, RFC 3339 in UTC outside.
        case time
        /// A whole number of 0 or more.
        case integer
        case number
        case text
        /// One of a few words.
        case word([String])
        /// 0 or 1 in the file, a boolean outside.
        case flag
    }

    /// Its name outside.
    let name: String
    /// Its name in the table.
    let column: String
    let kind: Kind
    let isOptional: Bool

    init(_ column: String, _ kind: Kind, optional: Bool = false) {
        if case .time = kind { name = String(column.dropLast(3)) } else { name = column }
        self.column = column
        self.kind = kind
        isOptional = optional
    }
}

extension ExchangeTable {
    /// The columns, in the order in which the table has them.
    var columns: [ExchangeColumn] {
        switch self {
        case .sample:
            [
                .init("time_ms", .time), .init("duration_us", .integer), .init("bytes", .integer),
                .init("round_trip_us", .integer, optional: true), .init("flaws", .integer),
            ]
        case .rollup:
            [
                .init("tier", .integer), .init("start_ms", .time), .init("count", .integer), .init("bytes", .integer),
                .init("duration_us", .integer), .init("minimum_bps", .number, optional: true),
                .init("maximum_bps", .number, optional: true), .init("flawed_count", .integer),
                .init("flawed_bytes", .integer),
            ]
        case .session:
            [
                .init("began_ms", .time), .init("ended_ms", .time, optional: true), .init("mode", .text),
                .init("bytes", .integer), .init("reason", .text, optional: true),
            ]
        case .test:
            [
                .init("began_ms", .time), .init("ended_ms", .time),
                .init("kind", .word(TestRecord.Kind.allCases.map(\.rawValue))),
                .init("ending", .word(TestRecord.End.allCases.map(\.rawValue))),
                .init("rate_bps", .number, optional: true), .init("low_bps", .number, optional: true),
                .init("high_bps", .number, optional: true), .init("bytes", .integer),
                .init("interface_bytes", .integer, optional: true), .init("connect_us", .integer, optional: true),
                .init("round_trip_us", .integer, optional: true), .init("flaws", .integer),
            ]
        case .incident:
            [
                .init("number", .integer), .init("began_ms", .time), .init("noticed_ms", .time),
                .init("ended_ms", .time, optional: true), .init("kind", .text), .init("accuses", .flag),
                .init("sentence", .text), .init("before_bps", .number, optional: true),
                .init("before_low_bps", .number, optional: true), .init("before_high_bps", .number, optional: true),
                .init("after_bps", .number, optional: true), .init("after_low_bps", .number, optional: true),
                .init("after_high_bps", .number, optional: true), .init("confidence", .number),
                .init("cycle_bytes", .integer, optional: true),
            ]
        case .event:
            [
                .init("time_ms", .time), .init("kind", .word(EventRecord.Kind.allCases.map(\.rawValue))),
                .init("text", .text),
            ]
        case .usage:
            [
                .init("ledger", .word(UsageLedger.allCases.map(\.rawValue))), .init("start_ms", .time),
                .init("down_bytes", .integer),
                .init("up_bytes", .integer), .init("uncertain_bytes", .integer),
            ]
        }
    }

    /// Reads the rows of a range in order, by the parameters `start` and `end`.
    var query: String {
        let names = columns.map(\.column).joined(separator: ", ")
        let order =
            switch self {
            case .sample, .event: "time_ms, number"
            case .rollup: "tier, start_ms"
            case .session, .test: "began_ms"
            case .incident: "number"
            case .usage: "ledger, start_ms"
            }
        return "SELECT \(names) FROM \(range) ORDER BY \(order)"
    }

    /// Counts the rows of a range, by the same parameters.
    var countQuery: String { "SELECT count(*) FROM \(range)" }

    /// The table's rows of a range.
    private var range: String {
        let (source, time) =
            switch self {
            case .sample: ("sample INDEXED BY sample_time", "time_ms")
            case .rollup, .usage: (rawValue, "start_ms")
            case .session, .test, .incident: (rawValue, "began_ms")
            case .event: (rawValue, "time_ms")
            }
        return "\(source) WHERE \(time) >= :start AND \(time) < :end"
    }
}
