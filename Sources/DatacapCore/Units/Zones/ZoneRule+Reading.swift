extension ZoneRule {
    /// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`.
    ///
    /// - Throws: ``ZoneError/rule(_:)`` for anything that isn't one; daylight saving time must say when it is.
    init(_ text: some Sequence<UInt8>) throws(ZoneError) {
        let bytes = Array(text)
        var reader = ZoneRuleReader(rest: bytes[...])
        guard let rule = reader.rule() else { throw .rule(String(decoding: bytes, as: UTF8.self)) }
        self = rule
    }
}

/// Takes a rule apart, from the front.
private struct ZoneRuleReader {
    var rest: ArraySlice<UInt8>

    mutating func rule() -> ZoneRule? {
        guard skipName(), let west = time(hours: 24) else { return nil }
        var rule = ZoneRule(offset: -west, summer: nil)
        if rest.isEmpty { return rule }
        guard skipName() else { return nil }
        var summerOffset = rule.offset + 3_600
        if rest.first != UInt8(ascii: ",") {
            guard let west = time(hours: 24) else { return nil }
            summerOffset = -west
        }
        guard accept(","), let start = change(), accept(","), let end = change(), rest.isEmpty else { return nil }
        rule.summer = ZoneRule.Summer(offset: summerOffset, start: start, end: end)
        return rule
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        rest.removeFirst(digits.count)
        return range.contains(value) ? value : nil
    }

    /// Skips a name: three letters or more, or anything such as `-03` in angle brackets.
    private mutating func skipName() -> Bool {
        if accept("<") {
            let name = rest.prefix { $0 != UInt8(ascii: ">") }
            rest.removeFirst(name.count)
            return !name.isEmpty && accept(">")
        }
        let name = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
        rest.removeFirst(name.count)
        return name.count >= 3
    }

    /// Reads `[+-]hh[:mm[:ss]]` as seconds.
    private mutating func time(hours: Int) -> Int64? {
        let isNegative = accept("-")
        if !isNegative { _ = accept("+") }
        guard let hour = number(0...hours) else { return nil }
        var seconds = hour * 3_600
        if accept(":") {
            guard let minute = number(0...59) else { return nil }
            seconds += minute * 60
            if accept(":") {
                guard let second = number(0...59) else { return nil }
                seconds += second
            }
        }
        return Int64(isNegative ? -seconds : seconds)
    }

    private mutating func change() -> ZoneRule.Change? {
        let day: ZoneRule.Day
        if accept("M") {
            guard let month = number(1...12), accept("."), let week = number(1...5), accept("."),
                let weekday = number(0...6)
            else { return nil }
            day = .ofWeek(month: month, week: week, weekday: weekday)
        } else if accept("J") {
            guard let number = number(1...365) else { return nil }
            day = .withoutLeapDay(number)
        } else {
            guard let number = number(0...365) else { return nil }
            day = .withLeapDay(number)
        }
        guard accept("/") else { return ZoneRule.Change(day: day, time: 7_200) }
        return time(hours: 167).map { ZoneRule.Change(day: day, time: $0) }
    }
}
