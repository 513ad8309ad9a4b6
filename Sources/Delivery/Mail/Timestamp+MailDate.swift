internal import DatacapCore

extension Timestamp {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The time as `Date` of a message says it (RFC 5322 §3.3), in UTC, whatever the locale.
    var mailDate: String {
        let (days, seconds) = dayAndSecond
        let date = CivilDate(daysSince1970: days)
        let weekday = Self.weekdays[((days % 7) + 7) % 7]
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(Self.twoDigits).joined(separator: ":")
        return "\(weekday), \(date.day) \(Self.months[date.month - 1]) \(date.year) \(time) +0000"
    }

    /// The time as people read it, such as `2026-11-22 21:12:25 UTC`.
    var readable: String {
        let (days, seconds) = dayAndSecond
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(Self.twoDigits).joined(separator: ":")
        return "\(CivilDate(daysSince1970: days)) \(time) UTC"
    }

    private var dayAndSecond: (day: Int, second: Int) {
        let seconds = Int(milliseconds / 1_000) - (milliseconds % 1_000 < 0 ? 1 : 0)
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        return (days, seconds - days * 86_400)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
