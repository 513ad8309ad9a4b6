/// On which days the plan's cycles begin; the last day of one is the day before the first of the next.
package enum CycleRule: Hashable, Sendable {
    /// On a day of each month, 1–31; on the month's last day where it has no such day.
    case dayOfMonth(Int)
    /// So many days before the next month begins, 1–28: 1 is the last day of each month.
    case beforeMonthsEnd(Int)
    /// Every so many days, counted from a day on which a cycle begins.
    case everyDays(Int, from: CivilDate)
    /// On a day of each week.
    case weekly(Weekday)

    /// The day on which a cycle begins; the cycles are numbered without a gap, from any number on.
    func firstDay(ofCycle number: Int) -> CivilDate {
        switch self {
        case .dayOfMonth(let day):
            let month = Self.month(number)
            return CivilDate(year: month.year, month: month.month, clampedDay: day)
        case .beforeMonthsEnd(let days):
            let month = Self.month(number)
            return CivilDate(year: month.year, month: month.month, clampedDay: month.lengthOfMonth + 1 - days)
        case .everyDays(let length, let first): return first.adding(days: number * length)
        // 1970-01-05 was a Monday.
        case .weekly(let weekday): return CivilDate(daysSince1970: 3 + weekday.iso + number * 7)
        }
    }

    /// The number of a cycle that begins on a day or shortly before or after it.
    func cycle(near date: CivilDate) -> Int {
        switch self {
        case .dayOfMonth, .beforeMonthsEnd: (date.year - 1_970) * 12 + date.month - 1
        case .everyDays(let length, let first): (date.daysSince1970 - first.daysSince1970) / length
        case .weekly: date.daysSince1970 / 7
        }
    }

    /// The first day of a month, counted from January 1970 being 0.
    private static func month(_ number: Int) -> CivilDate {
        CivilDate(year: 1_970, month: 1, clampedDay: 1).adding(months: number)
    }
}
