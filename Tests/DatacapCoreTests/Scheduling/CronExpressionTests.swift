import DatacapCore
import Testing

struct CronExpressionTests {
    private func fault(_ text: String) -> String? {
        do throws(CronError) {
            _ = try CronExpression(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("*/15 * * * *", ["2026-01-01 00:15", "2026-01-01 00:30", "2026-01-01 00:45", "2026-01-01 01:00"]),
        ("5,10-12 3 * * *", ["2026-01-01 03:05", "2026-01-01 03:10", "2026-01-01 03:11", "2026-01-01 03:12"]),
        ("0 9-17/4 * * mon-fri", ["2026-01-01 09:00", "2026-01-01 13:00", "2026-01-01 17:00", "2026-01-02 09:00"]),
        ("0 0 31 * *", ["2026-01-31 00:00", "2026-03-31 00:00", "2026-05-31 00:00"]),
        ("0 0 29 2 *", ["2028-02-29 00:00", "2032-02-29 00:00"]),
        ("0 12 * FEB,dec Sun", ["2026-02-01 12:00", "2026-02-08 12:00"]),
        ("0 0 * * 5-7", ["2026-01-02 00:00", "2026-01-03 00:00", "2026-01-04 00:00", "2026-01-09 00:00"]),
        ("0 0 * * fri-sun", ["2026-01-02 00:00", "2026-01-03 00:00", "2026-01-04 00:00", "2026-01-09 00:00"]),
        ("@hourly", ["2026-01-01 01:00", "2026-01-01 02:00"]),
        ("@weekly", ["2026-01-04 00:00", "2026-01-11 00:00"]),
        ("@monthly", ["2026-02-01 00:00", "2026-03-01 00:00"]),
        ("@yearly", ["2027-01-01 00:00", "2028-01-01 00:00"]),
        ("  0\t6 * * *  ", ["2026-01-01 06:00"]),
    ])
    func `times follow each other`(cron: String, expected: [String]) throws {
        let zone = try Zone("UTC")
        #expect(try zone.times(cron, after: "2026-01-01T00:00:00Z", count: expected.count) == expected)
    }

    @Test func `either day fits when both are given, both must when one begins with a star`() throws {
        let zone = try Zone("UTC")
        #expect(
            try zone.times("0 0 13 * fri", after: "2026-02-01T00:00:00Z", count: 4)
                == ["2026-02-06 00:00", "2026-02-13 00:00", "2026-02-20 00:00", "2026-02-27 00:00"]
        )
        #expect(
            try zone.times("0 0 */2 * fri", after: "2026-02-01T00:00:00Z", count: 2)
                == ["2026-02-13 00:00", "2026-02-27 00:00"]
        )
    }

    @Test func `skipped times come once, when the clocks jump`() throws {
        let zone = try Zone("Europe/Berlin")
        #expect(
            try zone.times("*/20 2 * * *", after: "2026-03-28T12:00:00Z", count: 3)
                == ["2026-03-29 03:00", "2026-03-30 02:00", "2026-03-30 02:20"]
        )
        #expect(
            try zone.times("30 * * * *", after: "2026-03-29T00:00:00Z", count: 4)
                == ["2026-03-29 01:30", "2026-03-29 03:00", "2026-03-29 03:30", "2026-03-29 04:30"]
        )
    }

    @Test func `an hour that comes twice counts once`() throws {
        let zone = try Zone("Europe/Berlin")
        let expression = try CronExpression("30 2 * * *")
        let first = try #require(expression.next(after: try zone.time("2026-10-24T22:00:00Z"), in: zone.rules))
        #expect(first.rfc3339 == "2026-10-25T00:30:00.000Z")
        #expect(expression.next(after: first, in: zone.rules)?.rfc3339 == "2026-10-26T01:30:00.000Z")
    }

    @Test(arguments: ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"])
    func `every day of years has its time, whatever the clocks do`(name: String) throws {
        let zone = try Zone(name)
        let expression = try CronExpression("30 0 * * *")
        var time = try zone.time("2011-06-01T00:00:00Z")
        var days: [Int] = []
        for _ in 0..<1_500 {
            let next = try #require(expression.next(after: time, in: zone.rules))
            #expect(next > time)
            time = next
            days.append(zone.rules.local(time).date.daysSince1970)
        }
        // Samoa left 2011-12-30 out: its time falls on the jump, at the start of the day after.
        let gaps = zip(days, days.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { (name == "Pacific/Apia" ? 0...2 : 1...1).contains($0) })
    }

    @Test(arguments: [
        ("", "character 1: the minute is missing: five fields are needed"),
        ("* * *", "character 6: the month is missing: five fields are needed"),
        ("60 * * * *", "character 1: the minute must be 0 to 59"),
        ("0 24 * * *", "character 3: the hour must be 0 to 23"),
        ("0 0 0 * *", "character 5: the day of the month must be 1 to 31"),
        ("0 0 * foo *", "character 7: the month needs a number, a name such as feb, or *, has \"foo\""),
        ("0 0 * * 8", "character 9: the day of the week must be 0 to 7"),
        ("0 17-9 * * *", "character 3: a range must go up"),
        ("5/10 * * * *", "character 1: a step needs a range or * before it"),
        ("*/0 * * * *", "character 3: a step must be a number from 1"),
        ("1,,2 * * * *", "character 3: the minute needs a number or *, has \",\""),
        ("* * * * * *", "character 11: five fields are enough"),
        ("1x * * * *", "character 2: the minute can't hold \"x\""),
        ("0 0 30 2 *", "character 1: never comes"),
        ("@reboot", "character 1: must be one of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly"),
    ])
    func `faults have their place`(cron: String, expected: String) {
        #expect(fault(cron) == expected)
    }

    @Test func `no text of these characters does harm`() {
        var random = SplitMix64(seed: 5)
        let letters = Array("0123456789*,-/ @janmosu".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int(random.next() % 20)).map { _ in letters[Int(random.next() % UInt64(letters.count))] }
            _ = fault(String(decoding: bytes, as: UTF8.self))
        }
    }
}
