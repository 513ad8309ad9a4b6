/// A day of the week.
package enum Weekday: String, CaseIterable, Comparable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The day's number by ISO 8601: Monday is 1, Sunday is 7.
    package var iso: Int {
        switch self {
        case .monday: 1
        case .tuesday: 2
        case .wednesday: 3
        case .thursday: 4
        case .friday: 5
        case .saturday: 6
        case .sunday: 7
        }
    }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.iso < right.iso }
}

extension CivilDate {
    /// The day of the week.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let monday = (daysSince1970 + 3) % 7
        return Weekday.allCases[monday < 0 ? monday + 7 : monday]
    }

    /// How many days the day's month has, 28–31.
    package var lengthOfMonth: Int { Self.length(ofMonth: month, year: year) }

    /// The day that is so many days later, or earlier.
    package func adding(days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

    /// The same day of the month so many months later, or earlier; the month's last day where it has no such day.
    package func adding(months: Int) -> CivilDate {
        let count = year * 12 + month - 1 + months
        let target = count - (count < 0 ? (count - 11) / 12 : count / 12) * 12
        return CivilDate(year: (count - target) / 12, month: target + 1, clampedDay: day)
    }
}
