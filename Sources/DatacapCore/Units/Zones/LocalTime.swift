/// What a clock on the wall of a time zone shows.
package struct LocalTime: Hashable, Sendable {
    /// The day.
    package let date: CivilDate
    /// The hour, 0–23.
    package let hour: Int
    /// The minute, 0–59.
    package let minute: Int
    /// The second, 0–59.
    package let second: Int
    /// The millisecond, 0–999.
    package let millisecond: Int
    /// How far the clock is ahead of UTC.
    package let offset: Duration

    /// The day of the week.
    package var weekday: Weekday { date.weekday }

    /// Minutes since the clock showed midnight, 0–1439.
    package var minuteOfDay: Int { hour * 60 + minute }

    /// Reads a clock that is so many seconds ahead of UTC.
    init(_ time: Timestamp, offset_seconds offset: Int64) {
        let local = Timestamp(milliseconds: time.milliseconds + offset * 1_000)
        date = local.date
        let rest = Int(local.milliseconds - local.milliseconds.flooredDivision(by: 86_400_000) * 86_400_000)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1_000 % 60
        millisecond = rest % 1_000
        self.offset = .seconds(offset)
    }
}
