/// Hours whose traffic doesn't count, such as `23:00-07:00` or `sat,sun 00:00-24:00`, by the clocks of the plan's zone.
package struct FreeHours: Hashable, Sendable, CustomStringConvertible {
    /// What a text must be to be free hours.
    package static let allowed =
        "must be HH:MM-HH:MM in quarters of an hour, perhaps after days such as \"mon-fri \" or \"sat,sun \""

    /// The days on which they begin; `nil` for every day.
    package let weekdays: Set<Weekday>?
    /// The first free minute of the day, 0–1425.
    package let start_minute: Int
    /// The first minute that isn't free any more, 15–1440; not after the start if midnight lies between.
    package let end_minute: Int

    /// Reads the hours; `24:00` may be the end, and midnight may lie between start and end.
    ///
    /// - Returns: `nil` for anything else.
    package init?(_ text: String) {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let span = words.popLast()?.split(separator: "-", omittingEmptySubsequences: false), span.count == 2,
            let start = Self.minute(span[0]), let end = Self.minute(span[1]), start < 1_440, end > 0 || start > 0,
            start != end, words.count < 2
        else { return nil }
        if let days = words.first {
            guard let set = Self.weekdays(days) else { return nil }
            weekdays = set
        } else {
            weekdays = nil
        }
        start_minute = start
        end_minute = end == 0 ? 1_440 : end
    }

    /// The hours as they are written.
    package var description: String {
        let days = weekdays.map { $0.sorted().map { String($0.rawValue.prefix(3)) }.joined(separator: ",") + " " }
        return (days ?? "")
            + [start_minute, end_minute].map { minute in
                "\((minute / 60).padded(2)):\((minute % 60).padded(2))"
            }.joined(separator: "-")
    }

    /// Whether they are free when the zone's clocks show this.
    package func contains(_ local: LocalTime) -> Bool {
        let minute = local.minuteOfDay
        if start_minute < end_minute {
            return start_minute <= minute && minute < end_minute && isBegun(on: local.weekday)
        }
        if minute >= start_minute { return isBegun(on: local.weekday) }
        return minute < end_minute && isBegun(on: local.date.adding(days: -1).weekday)
    }

    private func isBegun(on weekday: Weekday) -> Bool { weekdays?.contains(weekday) ?? true }

    private static func minute(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        return minute < 60 && minute % 15 == 0 && hour * 60 + minute <= 1_440 ? hour * 60 + minute : nil
    }

    /// Reads days such as `mon-fri,sun`; a range may pass the week's end.
    private static func weekdays(_ text: Substring) -> Set<Weekday>? {
        var days: Set<Weekday> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(weekday)
            guard ends.count <= 2, case let first?? = ends.first, case let last?? = ends.last else { return nil }
            let length = (last.iso - first.iso + 7) % 7
            for offset in 0...length { days.insert(Weekday.allCases[(first.iso - 1 + offset) % 7]) }
        }
        return days
    }

    private static func weekday(_ text: Substring) -> Weekday? {
        Weekday.allCases.first { $0.rawValue.prefix(3) == text }
    }
}
