/// When something is due, as cron(5) writes it: minute, hour, day of the month, month, day of the week.
///
/// Lists, ranges, steps and English names are understood, and the short forms `@hourly`, `@daily`, `@midnight`,
/// `@weekly`, `@monthly`, `@yearly` and `@annually`. As in cron(5), a day is due if the day of the month *or* the day
/// of the week fits when both are given, and only if both fit when one of them begins with `*`.
///
/// Clocks that jump: what is due at skipped local times is due once, when the clocks jump; what is due in an hour that
/// comes twice is due in the first of the two only. `every_minutes` knows no such holes.
package struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// No leap day is further away, nor any other day but that which never comes.
    private static let furthest_days = 41 * 366

    /// The expression as it was given.
    package let description: String
    private let minutes: CronSet
    private let hours: CronSet
    private let days: CronSet
    private let months: CronSet
    private let weekdays: CronSet

    /// Reads an expression.
    ///
    /// - Throws: ``CronError`` with the place of the fault; also for what is never due, such as the 30th of February.
    package init(_ text: String) throws(CronError) {
        description = text
        var fields = CronFields(text)
        if let long = try fields.longForm() { fields = CronFields(long) }
        minutes = try fields.next(.minute)
        hours = try fields.next(.hour)
        days = try fields.next(.day)
        months = try fields.next(.month)
        weekdays = try fields.next(.weekday)
        try fields.end()
        guard next(on: CivilDate(daysSince1970: 0)) != nil else { throw CronError(column: 1, reason: "never comes") }
    }

    /// When it is next due after a point in time, by the clocks of a zone.
    ///
    /// - Returns: `nil` only past the years that a ``CivilDate`` can tell.
    package func next(after time: Timestamp, in zone: ZoneRules) -> Timestamp? {
        var date = zone.local(time).date
        for _ in 0..<400 {
            guard let due = next(on: date) else { return nil }
            for hour in 0..<24 where hours.contains(hour) {
                for minute in 0..<60 where minutes.contains(minute) {
                    let candidate = zone.time(due, hour: hour, minute: minute)
                    if candidate > time { return candidate }
                }
            }
            date = due.adding(days: 1)
        }
        return nil
    }

    /// The first due day from a day on.
    private func next(on start: CivilDate) -> CivilDate? {
        var date = start
        for _ in 0..<Self.furthest_days {
            if isDue(on: date) { return date }
            date = date.adding(days: 1)
        }
        return nil
    }

    private func isDue(on date: CivilDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let day = days.contains(date.day)
        let weekday = weekdays.contains(date.weekday.iso % 7)
        return days.isOpen || weekdays.isOpen ? day && weekday : day || weekday
    }
}

/// What is wrong with a cron expression.
package struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, from 1.
    package var column: Int
    /// What.
    package var reason: String

    /// The fault in one sentence.
    package var description: String { "character \(column): \(reason)" }
}

/// The values of one field.
struct CronSet: Hashable, Sendable {
    private var bits: UInt64 = 0
    /// Whether the field begins with `*`.
    var isOpen = false

    func contains(_ value: Int) -> Bool { bits >> UInt64(value) & 1 == 1 }

    mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }
}
