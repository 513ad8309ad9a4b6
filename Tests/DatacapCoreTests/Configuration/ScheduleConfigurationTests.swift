import DatacapCore
import Testing

struct ScheduleConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try Configuration(ConfigurationSources(fileName: "c.json", fileText: Array(text.utf8)))
    }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationError {
            return error.faults.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `by default tests are continuous, and frugal once they are scheduled`() throws {
        let plain = try read("{}")
        #expect(plain.testing.mode == .continuous)
        #expect(plain.budget.cycle == nil)
        let scheduled = try read(#"{"mode": "scheduled", "data_cap_gb": 1000}"#)
        #expect(scheduled.testing.schedule.pace == .every(.seconds(3_600)))
        #expect(scheduled.budget.cycle == .gigabytes(20))
        #expect(!scheduled.budget.stopsAtCap, "without a plan, the totals say when the cap is reached")
        let boundless = try read(#"{"mode": "scheduled", "data_cap_gb": null}"#)
        #expect(!boundless.budget.isLimited)
    }

    @Test func `everything is understood`() throws {
        let configuration = try read(
            """
            {"mode": "scheduled", "data_cap_gb": 500, "at_cap": "continue",
             "schedule": {"cron": "*/20 8-20 * * mon-fri", "spread_minutes": 5, "quiet_hours": ["22:00-06:00"],
              "precision_percent": 5, "max_seconds": 15, "max_mb": 200, "busy_mbps": null, "only_interface": "eth0",
              "only_address": "2001:db8::/32"},
             "budget": {"session_gb": 5, "hour_gb": 0.2, "day_gb": 1, "cycle_percent": 5, "reserve_gb": 20}}
            """
        )
        let schedule = configuration.testing.schedule
        #expect(schedule.pace == .cron(try CronExpression("*/20 8-20 * * mon-fri")))
        #expect(schedule.spread == .seconds(300))
        #expect(schedule.quietHours.map(\.description) == ["22:00-06:00"])
        #expect(schedule.precision_percent == 5)
        #expect(schedule.longest == .seconds(15))
        #expect(schedule.most == ByteCount(200_000_000))
        #expect(schedule.conditions.busy == nil)
        #expect(schedule.conditions.interface == "eth0")
        #expect(schedule.conditions.address?.contains("2001:db8::7") == true)
        let budget = configuration.budget
        #expect(budget.session == .gigabytes(5))
        #expect(budget.hour == .gigabytes(0.2))
        #expect(budget.day == .gigabytes(1))
        #expect(budget.cycle == .gigabytes(25))
        #expect(budget.reserve == .gigabytes(20))
        #expect(!budget.stopsAtCap)
        let shown = String(decoding: configuration.json, as: UTF8.self)
        #expect(shown.contains(#""mode":"scheduled","schedule":{"cron":"*/20 8-20 * * mon-fri","spread_minutes":5"#))
        #expect(shown.contains(#""cycle_gb":25"#))
    }

    @Test func `faults say what is allowed`() {
        #expect(
            faults(
                """
                {"mode": "sometimes",
                 "schedule": {"every_minutes": 0, "cron": "61 * * * *", "quiet_hours": ["22-06"], "max_seconds": 1,
                  "only_address": "here", "only_interface": ""},
                 "budget": {"cycle_gb": 5, "cycle_percent": 101, "day_gb": -1}}
                """
            ) == [
                "c.json:1:10: mode: must be one of \"continuous\", \"scheduled\", is \"sometimes\"",
                "c.json:2:32: schedule.every_minutes: must be a number from 1 to 44640, is 0",
                "c.json:2:43: schedule.cron: the minute must be 0 to 59 (character 1 of \"61 * * * *\")",
                "c.json:2:43: schedule.cron: can't be given together with schedule.every_minutes: leave out one of them",
                "c.json:2:73: schedule.quiet_hours[0]: \(FreeHours.allowed), is \"22-06\"",
                "c.json:2:98: schedule.max_seconds: must be a number from 2 to 300, is 1",
                "c.json:3:45: schedule.only_interface: must be an interface's name, such as \"eth0\"",
                """
                c.json:3:19: schedule.only_address: must be an address or a block of them, such as \
                "203.0.113.0/24", is "here"
                """,
                "c.json:4:60: budget.day_gb: must be a number from 0 to 1000000000, is -1",
                "c.json:4:45: budget.cycle_percent: must be a number from 0 to 100, is 101",
                "c.json:4:45: budget.cycle_percent: can't be given together with budget.cycle_gb: leave out one of them",
            ]
        )
        #expect(
            faults(#"{"ip_info_url": "", "schedule": {"only_address": "203.0.113.7"}}"#) == [
                "c.json:1:50: schedule.only_address: needs ip_info_url: the external address is asked for there"
            ]
        )
    }
}
