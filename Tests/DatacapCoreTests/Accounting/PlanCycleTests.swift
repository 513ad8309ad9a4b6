import DatacapCore
import TestSupport
import Testing

struct PlanCycleTests {
    private static let rules: [CycleRule] = [
        .dayOfMonth(1), .dayOfMonth(31), .beforeMonthsEnd(1), .beforeMonthsEnd(28), .weekly(.sunday),
        .everyDays(30, from: CivilDate(daysSince1970: 15_338)), .everyDays(1, from: CivilDate(daysSince1970: 0)),
    ]

    private static func plan(_ rule: CycleRule, _ zone: ZoneRules) -> Plan {
        var plan = Plan()
        plan.cycleRule = rule
        plan.zone = zone
        return plan
    }

    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    /// What is wrong with the cycle at a time; `nil` if it and its neighbours tile.
    private static func fault(_ plan: Plan, at time: Timestamp) -> String? {
        let cycle = plan.cycle(at: time)
        let next = plan.cycle(at: cycle.end)
        let last = plan.cycle(at: cycle.end + .milliseconds(-1))
        guard cycle.contains(time), cycle == last, next.start == cycle.end, plan.cycle(before: next) == cycle else {
            return "\(plan.zone.name) \(plan.cycleRule) at \(time.rfc3339)"
        }
        return nil
    }

    @Test func `cycles tile four centuries in every zone`() async throws {
        let (faults, count) = try await onThread {
            var faults: [String] = []
            var count = 0
            let (begin, end) = (try Self.time("1900-01-01T00:00:00Z"), try Self.time("2300-01-01T00:00:00Z"))
            for (index, zone) in try ZoneDatabase.moving().enumerated() {
                // Each zone goes through all the years by one of the rules that make a dozen cycles a year.
                let plan = Self.plan(Self.rules[[0, 1, 2, 3, 5][index % 5]], zone)
                var cycle = plan.cycle(at: begin)
                while cycle.end < end {
                    let next = plan.cycle(at: cycle.end)
                    let isTiled = next.start == cycle.end && next.end > next.start
                    if !isTiled || plan.cycle(at: next.end + .milliseconds(-1)) != next {
                        faults.append("\(zone.name) \(plan.cycleRule) at \(cycle.end.rfc3339)")
                    }
                    cycle = next
                    count += 1
                }
            }
            return (faults, count)
        }
        #expect(faults.count == 0, "\(faults.prefix(5))")
        #expect(count > 1_000_000)
    }

    @Test func `cycles tile about every change of every zone's clocks, by every rule`() async throws {
        let (faults, count) = try await onThread {
            var faults: [String] = []
            var count = 0
            for zone in try ZoneDatabase.moving() {
                let changes = zone.transitionTimes.filter { $0.milliseconds > -6_000_000_000_000 }
                for rule in Self.rules {
                    let plan = Self.plan(rule, zone)
                    for change in changes {
                        for seconds in [-86_400, -1, 0, 1, 86_400] {
                            if let fault = Self.fault(plan, at: change + .seconds(seconds)) { faults.append(fault) }
                            count += 1
                        }
                    }
                }
            }
            return (faults, count)
        }
        #expect(faults.count == 0, "\(faults.prefix(5))")
        #expect(count > 500_000)
    }

    @Test(
        arguments: [
            // The month's end clamps the day, with leap years; the next cycle goes back to it.
            (.dayOfMonth(31), "2026-02-28T12:00:00Z", "2026-02-28", "2026-03-31"),
            (.dayOfMonth(31), "2028-02-28T12:00:00Z", "2028-01-31", "2028-02-29"),
            (.dayOfMonth(14), "2026-01-01T00:00:00Z", "2025-12-14", "2026-01-14"),
            (.beforeMonthsEnd(1), "2026-02-27T23:59:59Z", "2026-01-31", "2026-02-28"),
            (.beforeMonthsEnd(28), "2026-02-01T00:00:00Z", "2026-02-01", "2026-03-04"),
            (.weekly(.wednesday), "2026-11-23T12:00:00Z", "2026-11-18", "2026-11-25"),
            (.weekly(.monday), "1969-12-29T00:00:00Z", "1969-12-29", "1970-01-05"),
            (
                .everyDays(28, from: CivilDate(daysSince1970: 20_000)), "2024-10-03T23:59:59Z", "2024-09-06",
                "2024-10-04"
            ),
            (
                .everyDays(28, from: CivilDate(daysSince1970: 20_000)), "2024-10-04T00:00:00Z", "2024-10-04",
                "2024-11-01"
            ),
        ] as [(CycleRule, String, String, String)]
    )
    func `begin on the days of the rule`(rule: CycleRule, now: String, start: String, end: String) throws {
        let cycle = Self.plan(rule, .utc).cycle(at: try Self.time(now))
        #expect([cycle.start.rfc3339, cycle.end.rfc3339] == ["\(start)T00:00:00.000Z", "\(end)T00:00:00.000Z"])
    }

    @Test(
        arguments: [
            // Summer time begins and ends within the cycle; midnight doesn't exist; the day doesn't.
            ("Europe/Berlin", .dayOfMonth(1), "2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z", 720),
            ("Europe/Berlin", .dayOfMonth(1), "2026-10-25T12:00:00Z", "2026-09-30T22:00:00Z", 745),
            (
                "America/Sao_Paulo", .everyDays(1, from: CivilDate(daysSince1970: 0)), "2018-11-04T12:00:00Z",
                "2018-11-04T03:00:00Z", 23
            ),
            ("Pacific/Apia", .dayOfMonth(30), "2011-12-31T00:00:00Z", "2011-12-30T10:00:00Z", 720),
        ] as [(String, CycleRule, String, String, Int64)]
    )
    func `begin with the zone's day`(
        zone: String,
        rule: CycleRule,
        now: String,
        start: String,
        hours: Int64
    ) throws {
        let cycle = Self.plan(rule, try ZoneDatabase.zone(zone)).cycle(at: try Self.time(now))
        #expect(cycle.start == (try Self.time(start)))
        #expect((cycle.end.milliseconds - cycle.start.milliseconds) == hours * 3_600_000)
    }
}
