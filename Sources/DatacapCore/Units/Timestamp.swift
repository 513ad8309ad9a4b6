/// A point in time by the wall clock, in UTC milliseconds since 1970.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    package var milliseconds: Int64

    /// Makes a point in time from milliseconds since 1970.
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Makes a timestamp of seconds since 1970; `nil` for what isn't a time.
    package init?(seconds: Double) {
        guard let milliseconds = Int64(exactly: (seconds * 1_000).rounded()) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The point in time in seconds since 1970, as metrics show it.
    package var seconds: Double { Double(milliseconds) / 1_000 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Moves a point in time.
    package static func + (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds + duration.milliseconds)
    }
}

extension Timestamp {
    /// Reads an RFC 3339 time in UTC, such as `2026-11-22T21:12:25.277Z`.
    ///
    /// - Returns: `nil` for anything else, other zones included.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") || bytes.last == UInt8(ascii: "z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        let marks: [(Int, UInt8)] = [
            (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")),
        ]
        guard marks.allSatisfy({ bytes[$0.0] == $0.1 }),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            hour < 24, minute < 60, second < 61, let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var fraction = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 21, let digits = number(20..<min(23, bytes.count - 1))
            else { return nil }
            let count = min(23, bytes.count - 1) - 20
            fraction = digits * (count == 1 ? 100 : count == 2 ? 10 : 1)
            guard number(20..<bytes.count - 1) != nil else { return nil }
        }
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        milliseconds = seconds * 1_000 + Int64(fraction)
    }

    /// The time as RFC 3339 in UTC with milliseconds.
    package var rfc3339: String {
        let rest = milliseconds - milliseconds.flooredDivision(by: 1_000) * 1_000
        return "\(date)T\(timeOfDay).\(Int(rest).padded(3))Z"
    }

    /// The day in UTC.
    package var date: CivilDate { CivilDate(daysSince1970: Int(milliseconds.flooredDivision(by: 86_400_000))) }

    /// The time of the day in UTC, such as `21:12:25`.
    package var timeOfDay: String {
        let days = milliseconds.flooredDivision(by: 86_400_000)
        let seconds = Int(milliseconds.flooredDivision(by: 1_000) - days * 86_400)
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }.joined(separator: ":")
    }

    /// How long after this one another is; zero if it is earlier, as when a clock was set back between them.
    package func distance(to other: Timestamp) -> Duration { .milliseconds(max(0, other.milliseconds - milliseconds)) }
}

extension Int64 {
    /// Divides and rounds down, also below zero.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Int {
    /// The decimal digits, with zeros before them up to `width`.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
