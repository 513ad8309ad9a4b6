import DatacapCore
import TestSupport
import Testing

struct ZoneRulesTests {
    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test func `every zone's clocks show what glibc says, over all their changes and four centuries`() async throws {
        let wrong = try await onThread {
            var wrong: [String] = []
            for zone in try ZoneDatabase.zones.get() {
                // Whole months up to 2400, and the seconds before, at and between the changes of the file.
                let first = try Self.time("2000-01-01T00:00:00Z")
                let months = (0..<4_800).filter { $0 % 5 < 2 }.map { first + .seconds($0 * 2_629_746) }
                let changes = zone.transitionTimes.filter { $0.milliseconds > -6_000_000_000_000 }
                let middles = zip(changes, changes.dropFirst()).map { earlier, later in
                    Timestamp(milliseconds: (earlier.milliseconds + later.milliseconds) / 2_000 * 1_000)
                }
                let times = months + changes + changes.map { $0 + .seconds(-1) } + middles
                let shown = try ZoneDatabase.glibc(zone.name, at: times)
                try #require(shown.count == times.count)
                for (time, shown) in zip(times, shown) {
                    let local = (time + zone.offset(at: time)).rfc3339
                    if local != shown { wrong.append("\(zone.name) at \(time.rfc3339): \(local), not \(shown)") }
                }
            }
            return wrong
        }
        #expect(wrong.count == 0, "\(wrong.prefix(5))")
        #expect(try ZoneDatabase.moving().count > 250)
    }

    @Test func `a local time is the first instant that shows it or a later one`() throws {
        var checks = 0
        for zone in try ZoneDatabase.moving() {
            /// Local milliseconds since 1970.
            func shown(_ time: Timestamp) -> Int64 { time.milliseconds + zone.offset(at: time).milliseconds }
            let future = [2_045, 2_210, 2_399].compactMap { CivilDate(year: $0, month: 3, day: 28) }
            let days =
                zone.transitionTimes.filter { $0.milliseconds > -6_000_000_000_000 }.map { zone.local($0).date }
                + future
            for day in days {
                for (shift, hour, minute) in [(-1, 23, 30), (0, 0, 0), (0, 2, 30), (1, 0, 0)] {
                    let date = day.adding(days: shift)
                    let wanted = (Int64(date.daysSince1970) * 1_440 + Int64(hour * 60 + minute)) * 60_000
                    let time = zone.time(date, hour: hour, minute: minute)
                    let isFirst =
                        shown(time) >= wanted && shown(time + .milliseconds(-1)) < wanted
                        && (1...26).allSatisfy { shown(time + .seconds(-3_600 * $0)) < wanted }
                    if !isFirst { Issue.record("\(zone.name) \(date) \(hour):\(minute) is not \(time.rfc3339)") }
                    checks += 1
                }
            }
        }
        #expect(checks > 50_000)
    }

    @Test(arguments: [
        // Summer time begins: 02:30 is skipped. It ends: 02:30 comes twice.
        ("Europe/Berlin", "2026-03-29", 2, 30, "2026-03-29T01:00:00.000Z"),
        ("Europe/Berlin", "2026-10-25", 2, 30, "2026-10-25T00:30:00.000Z"),
        // Midnight is skipped; it comes twice; the day is skipped.
        ("America/Sao_Paulo", "2018-11-04", 0, 0, "2018-11-04T03:00:00.000Z"),
        ("America/Havana", "2026-11-01", 0, 0, "2026-11-01T04:00:00.000Z"),
        ("Pacific/Apia", "2011-12-30", 0, 0, "2011-12-30T10:00:00.000Z"),
        ("Pacific/Apia", "2011-12-31", 0, 0, "2011-12-30T10:00:00.000Z"),
        ("Asia/Kathmandu", "2026-11-23", 0, 0, "2026-11-22T18:15:00.000Z"),
        ("Europe/Dublin", "2030-07-01", 0, 0, "2030-06-30T23:00:00.000Z"),
        ("Europe/Berlin", "2430-07-01", 24, 0, "2430-07-01T22:00:00.000Z"),
    ])
    func `knows the hard days`(name: String, day: String, hour: Int, minute: Int, instant: String) throws {
        let date = try Self.time("\(day)T00:00:00Z").date
        #expect(try ZoneDatabase.zone(name).time(date, hour: hour, minute: minute).rfc3339 == instant)
    }

    @Test func `says all that a clock shows`() throws {
        let local = try ZoneDatabase.zone("America/St_Johns").local(Self.time("2026-11-23T02:59:58.765Z"))
        #expect(local.date.description == "2026-11-22")
        #expect([local.hour, local.minute, local.second, local.millisecond] == [23, 29, 58, 765])
        #expect(local.minuteOfDay == 1_409)
        #expect(local.weekday == .sunday)
        #expect(local.offset == .seconds(-12_600))
        #expect(ZoneRules.utc.local(Timestamp(milliseconds: -1)).date.description == "1969-12-31")
        #expect(ZoneRules.utc.offset(at: Timestamp(milliseconds: -1)) == .zero)
    }

    @Test func `every slot of today's zones begins on a quarter of an hour`() throws {
        let now = try Self.time("2026-11-23T12:00:00Z")
        for zone in try ZoneDatabase.zones.get() {
            for hours in [0, 4_380] {
                let offset = zone.offset(at: now + .seconds(hours * 3_600))
                #expect(offset.milliseconds % UsageSlot.length.milliseconds == 0, "\(zone.name)")
            }
        }
    }
}
