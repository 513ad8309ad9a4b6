package import DatacapCore

/// Which report somebody asks for.
package enum ReportRequest: Hashable, Sendable {
    /// That of an incident, by its number.
    case incident(Int64)
    /// That of the cycle that a day of the plan's zone lies in; `nil` for the present one.
    case cycle(CivilDate?)
}

/// Why there is no such report.
package enum ReportRequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No incident has that number.
    case noIncident(Int64)
    /// The cycle of that day hasn't begun yet.
    case future(CivilDate)
    /// The history can't be read.
    case history(reason: String)

    /// What could not be reported, and why.
    package var description: String {
        switch self {
        case .noIncident(let number): "there is no incident \(number)"
        case .future(let date): "the cycle of \(date) hasn't begun yet"
        case .history(let reason): reason
        }
    }
}
