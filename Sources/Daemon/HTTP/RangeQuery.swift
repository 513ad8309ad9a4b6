internal import DatacapCore

/// Which part of the past somebody asks for: `from`, `to`, `points` and `limit` of a query.
struct RangeQuery: Sendable {
    /// Why a query isn't understood.
    struct Fault: Error {
        /// What is wrong and what is allowed.
        let reason: String
        /// What HTTP calls it: 409 where each parameter is right, but not beside the other.
        var status = 400
    }

    /// Since when.
    let start: Timestamp
    /// Until when, that time left out.
    let end: Timestamp
    /// How many points a series has at most.
    var points = 500
    /// How many rows a list has at most.
    var limit = 100

    /// Reads a query; without a range it is the day up to now.
    ///
    /// - Throws: ``Fault`` naming the parameter and what is allowed.
    init(_ query: [(name: String, value: String)], at now: Timestamp) throws(Fault) {
        var (start, end): (Timestamp?, Timestamp?) = (nil, nil)
        for (name, value) in query {
            switch name {
            case "from": start = try Self.time(name, value)
            case "to": end = try Self.time(name, value)
            case "points": points = try Self.count(name, value, 1...5_000)
            case "limit": limit = try Self.count(name, value, 1...10_000)
            case "series":
                guard value == "speed" else { throw Fault(reason: "series must be speed, is \"\(value)\".") }
            default: throw Fault(reason: "\(name) is unknown; known are from, to, points, limit and series.")
            }
        }
        self.end = end ?? now
        self.start = start ?? self.end + .seconds(-86_400)
        guard self.start < self.end else { throw Fault(reason: "from must be before to.", status: 409) }
    }

    /// Writes the range that was read.
    func write(to json: inout JSONWriter) {
        json.member("from", start.rfc3339)
        json.member("to", end.rfc3339)
    }

    private static func time(_ name: String, _ text: String) throws(Fault) -> Timestamp {
        if let time = Timestamp(rfc3339: text) { return time }
        if let seconds = Double(text), seconds.magnitude < 1e11, let time = Timestamp(seconds: seconds) { return time }
        let example = "2026-11-22T21:12:25Z"
        throw Fault(reason: "\(name) must be a time in UTC such as \(example), or in seconds since 1970.")
    }

    private static func count(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(Fault) -> Int {
        guard let count = Int(text), range.contains(count) else {
            throw Fault(reason: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return count
    }
}
