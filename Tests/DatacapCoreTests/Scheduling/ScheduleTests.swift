import DatacapCore
import Testing

struct ScheduleTests {
    private static let start = Timestamp(milliseconds: 1_780_000_000_000)

    private func times(_ schedule: Schedule, count: Int, zone: ZoneRules = .utc) throws -> [Timestamp] {
        var time = Self.start
        return try (0..<count).map { _ in
            let next = try #require(schedule.next(after: time, in: zone))
            #expect(next > time)
            time = next
            return next
        }
    }

    private func quiet(_ text: String) throws -> FreeHours { try #require(FreeHours(text)) }

    @Test func `an interval without spread keeps its distance`() throws {
        let times = try times(Schedule(pace: .every(.seconds(3_600)), seed: 9), count: 50)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.0.distance(to: $0.1) == .seconds(3_600) })
    }

    @Test func `a fleet doesn't fire on the hour`() throws {
        let seconds = try (0..<200).map { seed in
            try times(Schedule(pace: .every(.seconds(3_600)), seed: seed), count: 1)[0].milliseconds / 1_000 % 3_600
        }
        for quarter in 0..<4 { #expect(seconds.count { $0 / 900 == quarter } > 25) }
    }

    @Test(arguments: [0, 60, 1_200, 3_600, 90_000])
    func `spread moves each time, and none past the next`(spread: Int) throws {
        let schedule = Schedule(pace: .every(.seconds(3_600)), spread: .seconds(spread), seed: 4)
        let plain = Schedule(pace: .every(.seconds(3_600)), seed: 4)
        let moved = try times(schedule, count: 300)
        let most = min(spread, 3_600)
        var sum = 0.0
        for time in moved {
            let due = try #require(plain.next(after: time + .seconds(-3_600), in: .utc))
            let late = due.distance(to: time)
            #expect(due <= time && late <= .seconds(most))
            sum += late.seconds
        }
        #expect(abs(sum / 300 - Double(most) / 2) <= 0.1 * Double(most))
        #expect(try times(schedule, count: 300) == moved)
    }

    @Test func `cron times are spread as well, in their order`() throws {
        let cron = try CronExpression("0,1 * * * *")
        let times = try times(Schedule(pace: .cron(cron), spread: .seconds(600), seed: 1), count: 100)
        for (index, time) in times.enumerated() {
            let second = time.milliseconds / 1_000 % 3_600
            #expect(index.isMultiple(of: 2) ? second < 60 : (60...660).contains(second))
        }
    }

    @Test(arguments: ["22:00-06:00", "sat,sun 00:00-24:00", "09:30-17:00"])
    func `nothing begins in quiet hours, and the rest stays as it was`(text: String) throws {
        let zone = try Zone("Europe/Berlin").rules
        let pace = Schedule.Pace.every(.seconds(1_800))
        let loud = try times(Schedule(pace: pace, spread: .seconds(900), seed: 2), count: 3_000, zone: zone)
        let hours = try quiet(text)
        let rest = loud.filter { !hours.contains(zone.local($0)) }
        let schedule = Schedule(pace: pace, spread: .seconds(900), quietHours: [hours], seed: 2)
        #expect(try times(schedule, count: rest.count, zone: zone) == rest)
    }

    @Test func `a schedule that is quiet whenever it is due has no next time`() throws {
        let schedule = Schedule(
            pace: .cron(try CronExpression("0 23 * * *")),
            quietHours: [try quiet("22:00-06:00")]
        )
        #expect(schedule.next(after: Self.start, in: .utc) == nil)
    }

    @Test func `a day that is all quiet has no next time either`() throws {
        let schedule = Schedule(pace: .every(.seconds(600)), quietHours: [try quiet("00:00-24:00")])
        #expect(schedule.next(after: Self.start, in: .utc) == nil)
    }
}
