internal import DatacapCore

extension Timestamp {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The time as `Date` of a message says it (RFC 5322 §3.3), in UTC, whatever the locale.
    var mailDate: String {
        let weekday = Self.weekdays[((date.daysSince1970 % 7) + 7) % 7]
        return "\(weekday), \(date.day) \(Self.months[date.month - 1]) \(date.year) \(timeOfDay) +0000"
    }

    /// The time as people read it, such as `2026-11-22 21:12:25 UTC`.
    var readable: String { "\(date) \(timeOfDay) UTC" }
}
