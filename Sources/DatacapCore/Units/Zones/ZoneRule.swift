/// When the clocks change every year: the rule that a TZif file ends with (POSIX.1-2017 §8.3 `TZ`, RFC 9636 §3.3.1).
struct ZoneRule: Hashable, Sendable {
    /// A day of each year.
    enum Day: Hashable, Sendable {
        /// `Jn`: the day of the year 1–365, February 29 never counted.
        case withoutLeapDay(Int)
        /// `n`: the day of the year 0–365, February 29 counted.
        case withLeapDay(Int)
        /// `Mm.w.d`: a week's (1–5, 5 being the last) day (0 being Sunday) of a month.
        case ofWeek(month: Int, week: Int, weekday: Int)
    }

    /// A change that comes every year.
    struct Change: Hashable, Sendable {
        /// On which day.
        var day: Day
        /// So many seconds after that day's midnight by the clocks before the change; −167 h to 167 h.
        var time: Int64
    }

    /// Daylight saving time, though it may be the winter's (Ireland).
    struct Summer: Hashable, Sendable {
        /// How far the clocks are ahead of UTC, in seconds.
        var offset: Int64
        /// When it begins.
        var start: Change
        /// When it ends.
        var end: Change
    }

    /// How far standard time is ahead of UTC, in seconds.
    var offset: Int64
    /// Daylight saving time; `nil` without.
    var summer: Summer?

    /// What holds at an instant, and until when.
    func segment(at seconds: Int64) -> ZoneRules.Segment {
        guard let summer else { return ZoneRules.Segment(offset: offset, end: nil) }
        let year = CivilDate(daysSince1970: Int(seconds.flooredDivision(by: 86_400))).year
        var last: ZoneRules.Transition?
        var end: Int64?
        for year in year - 1...year + 1 {
            let changes = [
                ZoneRules.Transition(time: summer.start.time(in: year) - offset, offset: summer.offset),
                ZoneRules.Transition(time: summer.end.time(in: year) - summer.offset, offset: offset),
            ]
            for change in changes {
                if change.time > seconds {
                    end = min(end ?? change.time, change.time)
                } else if change.time >= last?.time ?? change.time {
                    // At the same instant the later one of the list counts: so summer may last all year.
                    last = change
                }
            }
        }
        return ZoneRules.Segment(offset: last?.offset ?? offset, end: end)
    }
}

extension ZoneRule.Change {
    /// When it comes in a year, in seconds since 1970 by the clocks before the change.
    func time(in year: Int) -> Int64 { Int64(day.date(in: year)) * 86_400 + time }
}

extension ZoneRule.Day {
    /// The day of a year, in days since 1970.
    func date(in year: Int) -> Int {
        let newYear = CivilDate(year: year, month: 1, clampedDay: 1).daysSince1970
        switch self {
        case .withLeapDay(let day): return newYear + day
        case .withoutLeapDay(let day):
            let isAfterLeapDay = day >= 60 && CivilDate.length(ofMonth: 2, year: year) == 29
            return newYear + day - (isAfterLeapDay ? 0 : 1)
        case .ofWeek(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, clampedDay: 1)
            let ahead = (weekday - first.weekday.iso + 7) % 7
            let day = 1 + ahead + (week - 1) * 7
            return first.daysSince1970 + (day > first.lengthOfMonth ? day - 7 : day) - 1
        }
    }
}
