internal import DatacapCore

/// What of the history somebody wants as text: `from`, `to`, `format` and `tables` of a query.
struct ExportQuery: Sendable {
    let range: RangeQuery
    private(set) var format = ExchangeFormat.csv
    private(set) var tables = ExchangeTable.allCases

    /// Reads a query; without a range it is the day up to now.
    ///
    /// - Throws: ``RangeQuery/Fault`` naming the parameter and what is allowed.
    init(_ query: [(name: String, value: String)], at now: Timestamp) throws(RangeQuery.Fault) {
        var rest: [(name: String, value: String)] = []
        for (name, value) in query {
            switch name {
            case "from", "to": rest.append((name, value))
            case "format":
                guard let known = ExchangeFormat(rawValue: value) else {
                    throw RangeQuery.Fault(reason: "format must be csv or json.")
                }
                format = known
            case "tables":
                guard let known = ExchangeTable.list(value) else {
                    throw RangeQuery.Fault(reason: "tables must be some of \(ExchangeTable.names).")
                }
                tables = known
            default: throw RangeQuery.Fault(reason: "\(name) is unknown; known are from, to, format and tables.")
            }
        }
        range = try RangeQuery(rest, at: now)
    }
}
