internal import DatacapCore

/// Which report somebody asks for over HTTP: `incident` or `cycle`, and `format`; the present cycle's if not said.
struct ReportQuery: Sendable {
    let request: ReportRequest
    let format: ReportFormat

    /// Reads a query.
    ///
    /// - Throws: ``RangeQuery/Fault`` naming the parameter and what is allowed.
    init(_ query: [(name: String, value: String)]) throws(RangeQuery.Fault) {
        var request: ReportRequest?
        var format = ReportFormat.html
        for (name, value) in query {
            switch name {
            case "format":
                guard let known = ReportFormat(rawValue: value) else {
                    throw RangeQuery.Fault(reason: "format must be html, text or csv.")
                }
                format = known
            case "incident", "cycle":
                guard request == nil else {
                    throw RangeQuery.Fault(reason: "A report is of one incident or of one cycle.", status: 409)
                }
                request = name == "cycle" ? .cycle(try Self.date(value)) : .incident(try Self.number(value))
            default: throw RangeQuery.Fault(reason: "\(name) is unknown; known are incident, cycle and format.")
            }
        }
        self.request = request ?? .cycle(nil)
        self.format = format
    }

    private static func number(_ text: String) throws(RangeQuery.Fault) -> Int64 {
        guard let number = Int64(text), number > 0 else {
            throw RangeQuery.Fault(reason: "incident must be an incident's number, such as 3.")
        }
        return number
    }

    private static func date(_ text: String) throws(RangeQuery.Fault) -> CivilDate? {
        if text.isEmpty { return nil }
        guard let date = CivilDate(text) else {
            throw RangeQuery.Fault(reason: "cycle must be a day that lies in it, such as 2026-11-22, or nothing.")
        }
        return date
    }
}
