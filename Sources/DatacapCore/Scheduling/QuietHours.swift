/// Hours of every day in which no test may begin, such as `22:00-06:00`, by the clocks of the plan's zone.
package struct QuietHours: Hashable, Sendable, CustomStringConvertible {
    /// The first quiet minute of the day, 0–1439.
    package let start_minute: Int
    /// The first minute that isn't quiet any more, 0–1440; before the start if midnight lies between.
    package let end_minute: Int

    /// Reads `HH:MM-HH:MM`; `24:00` may be the end.
    ///
    /// - Returns: `nil` for anything else, and for hours that are none or all of the day.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Self.minute(parts[0]), let end = Self.minute(parts[1]), start < 1_440,
            start != end, end - start < 1_440
        else { return nil }
        start_minute = start
        end_minute = end
    }

    /// The hours as they are written.
    package var description: String { "\(Self.text(start_minute))-\(Self.text(end_minute))" }

    /// Whether a minute of the day is quiet.
    package func contains(minuteOfDay minute: Int) -> Bool {
        start_minute < end_minute
            ? start_minute <= minute && minute < end_minute : minute >= start_minute || minute < end_minute
    }

    /// When the quiet hours end that a point in time lies in; `nil` if it lies in none.
    package func end(at time: Timestamp, in zone: ZoneRules) -> Timestamp? {
        let local = zone.local(time)
        guard contains(minuteOfDay: local.minuteOfDay) else { return nil }
        let isToday = local.minuteOfDay < end_minute
        let date = isToday ? local.date : local.date.adding(days: 1)
        let end = zone.time(date, hour: end_minute / 60, minute: end_minute % 60)
        // The end of a day whose hour comes twice may have gone by once already: then the next minute will tell.
        return end > time ? end : time + .seconds(60)
    }

    private static func minute(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let numbers = digits.map { Int($0) - 48 }
        let (hour, minute) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
        return minute < 60 && hour * 60 + minute <= 1_440 ? hour * 60 + minute : nil
    }

    private static func text(_ minute: Int) -> String { "\((minute / 60).padded(2)):\((minute % 60).padded(2))" }
}
