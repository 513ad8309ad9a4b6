import DatacapCore
import Testing

struct PlanConfigurationTests {
    private static let presets = """
        {"version": 1, "presets": {
          "big": {"name": "Big", "cap_gb": 1229, "cycle": {"day": 14}, "source": "s", "as_of": "2026-01-01",
                  "overage": {"block_gb": 50, "price": 10, "maximum": 100, "currency": "USD"}},
          "open": {"unlimited": true, "free_hours": ["23:00-07:00"]}}}
        """

    private static func read(
        _ text: String,
        environment: [String: String] = [:],
        zone: String? = "Europe/Berlin"
    ) throws -> Configuration {
        let sources = ConfigurationSources(fileName: "c.json", fileText: Array(text.utf8), environment: environment)
        var configuration = try Configuration(sources)
        let presets = try PlanPresets(Array(Self.presets.utf8), fileName: "p.json")
        try configuration.settlePlan(presets: presets, zone: zone.map { try ZoneDatabase.zone($0) })
        return configuration
    }

    private static func faults(_ text: String, zone: String? = "Europe/Berlin") -> [String] {
        do {
            _ = try read(text, zone: zone)
            return []
        } catch let error as ConfigurationError {
            return error.faults.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `without a plan there is none, but the zone is known`() throws {
        let configuration = try Self.read("{}")
        #expect(configuration.plan == nil)
        #expect(configuration.zone.name == "Europe/Berlin")
        #expect(configuration.dataCap == .gigabytes(50))
    }

    @Test func `a whole plan is understood`() throws {
        let configuration = try Self.read(
            """
            {"plan": {"name": "Home", "cap_gib": 1000, "counts": "down", "cycle": {"every_days": 28, "from": "2026-01-31"},
              "timezone": "Europe/Berlin", "free_hours": ["02:00-08:00"], "cap_kind": "soft",
              "overage": {"block_gb": 10, "price": 2.5, "currency": "EUR"},
              "carried_in": {"gb": 312, "at": "2026-11-20"}}}
            """
        )
        let plan = try #require(configuration.plan)
        #expect(plan.name == "Home")
        #expect(plan.cap == ByteCount(1_073_741_824_000))
        #expect(configuration.dataCap == plan.cap)
        #expect(plan.counts == .down)
        #expect(plan.cycleRule == .everyDays(28, from: try #require(CivilDate("2026-01-31"))))
        #expect(plan.freeHours.map(\.description) == ["02:00-08:00"])
        #expect(plan.overage == Overage(block: .gigabytes(10), price: Money(2.5, "EUR")))
        #expect(plan.carriedIn?.amount == .gigabytes(312))
        #expect(plan.carriedIn?.time.rfc3339 == "2026-11-19T23:00:00.000Z")
    }

    @Test(
        arguments: [
            (#"{"day": 31}"#, .dayOfMonth(31)), (#"{"day": -1}"#, .beforeMonthsEnd(1)),
            (#"{"weekday": "sunday"}"#, .weekly(.sunday)),
        ] as [(String, CycleRule)]
    )
    func `cycles are understood`(cycle: String, rule: CycleRule) throws {
        #expect(try Self.read(#"{"plan": {"cycle": \#(cycle)}}"#).plan?.cycleRule == rule)
    }

    @Test func `data_cap_gb is the cap of a plan that states none`() throws {
        #expect(try Self.read(#"{"plan": {}, "data_cap_gb": 70}"#).plan?.cap == .gigabytes(70))
        #expect(try Self.read(#"{"plan": {}, "data_cap_gb": null}"#).plan?.cap == nil)
        #expect(try Self.read(#"{"plan": {"unlimited": true}}"#).dataCap == nil)
        #expect(try Self.read("{}", environment: ["DATACAP_PLAN_CAP_GB": "9"]).plan?.cap == .gigabytes(9))
    }

    @Test func `a plan's own terms go before its preset's`() throws {
        let plan = try #require(Self.read(#"{"plan": {"preset": "big"}}"#).plan)
        #expect(plan.cap == .gigabytes(1_229))
        #expect(plan.name == "Big")
        #expect(plan.cost(used: .gigabytes(1_300)) == Money(20, "USD"))
        let own = try #require(
            Self.read(#"{"plan": {"preset": "big", "unlimited": true, "cycle": {"day": 3}, "name": "Mine"}}"#).plan
        )
        #expect(own.cap == nil)
        #expect(own.cycleRule == .dayOfMonth(3))
        #expect(own.name == "Mine")
    }

    @Test(
        arguments: [
            (#"{"cap_gb": 1, "cap_gib": 1}"#, "1:35: plan.cap_gib: can't be given together with plan.cap_gb"),
            (#"{"unlimited": false}"#, "1:24: plan.unlimited: must be true, or left out; a cap is cap_gb or cap_gib"),
            (
                #"{"cycle": {"day": 0}}"#,
                "1:28: plan.cycle.day: must be 1 to 31, or -1 (the month's last day) to -28, is 0"
            ),
            (#"{"cycle": {"day": 32}}"#, "1:28: plan.cycle.day: must be a whole number from -28 to 31, is 32"),
            (#"{"cycle": {"every_days": 3}}"#, ": plan.cycle.from: is needed too: so many days are counted from a day"),
            (
                #"{"cycle": {"day": 3, "weekday": "monday"}}"#,
                "1:42: plan.cycle.weekday: can't be given together with plan.cycle.day"
            ),
            (#"{"free_hours": ["1:00-2:00"]}"#, "1:26: plan.free_hours[0]: \(FreeHours.allowed), is \"1:00-2:00\""),
            (
                #"{"overage": {"block_gb": 5, "price": 1}}"#,
                ": plan.overage.currency: is missing: overage is a price in a currency for each begun block"
            ),
            (#"{"carried_in": {"gb": 5}}"#, ": plan.carried_in.at: is missing: an amount is carried in at a time"),
            (
                #"{"timezone": "../../etc/passwd"}"#,
                "1:23: plan.timezone: is no time zone of this system's tz database, such as Europe/Berlin: \"../../etc/passwd\""
            ),
            (#"{"preset": "huge"}"#, "1:21: plan.preset: there is no preset \"huge\"; known are big, open"),
        ] as [(String, String)]
    )
    func `faults say what is allowed`(plan: String, fault: String) {
        let place = fault.hasPrefix(":") ? "c.json" : "c.json:"
        #expect(Self.faults(#"{"plan": \#(plan)}"#) == [place + fault])
    }

    @Test func `a cap stands in one place only`() {
        #expect(
            Self.faults(#"{"data_cap_gb": 50, "plan": {"cap_gb": 60}}"#) == [
                "c.json:1:17: data_cap_gb: can't be given together with a cap of the plan: leave out one of them"
            ]
        )
        #expect(
            Self.faults(#"{"data_cap_gb": 50, "plan": {"preset": "big"}}"#) == [
                "c.json:1:17: data_cap_gb: can't be given together with plan.preset \"big\", which has a cap: "
                    + "leave it out, or say plan.cap_gb"
            ]
        )
    }

    @Test func `unknown keys and wrong kinds are found below the plan too`() {
        #expect(
            Self.faults(#"{"plan": {"cycle": {"dya": 3}}}"#).first?.hasPrefix("c.json:1:21: plan.cycle.dya: is unknown")
                == true
        )
        #expect(Self.faults(#"{"plan": 5}"#) == ["c.json:1:10: plan: must be an object, is a number"])
        #expect(
            Self.faults(#"{"plan": {"timezone": "Mars/Olympus"}}"#, zone: nil) == [
                "c.json:1:23: plan.timezone: is no time zone of this system's tz database, such as Europe/Berlin: "
                    + "\"Mars/Olympus\""
            ]
        )
    }

    @Test func `what is shown is the plan in force`() throws {
        let text = #"{"plan": {"preset": "big", "free_hours": ["sat,sun 00:00-24:00"], "timezone": "Europe/Berlin"}}"#
        let json = String(decoding: try Self.read(text).json, as: UTF8.self)
        #expect(
            json.hasSuffix(
                #""presets_file":"plans/presets.json","plan":{"preset":"big","name":"Big","cap_gb":1229,"#
                    + #""cap_kind":"soft","counts":"both","cycle":{"day":14},"timezone":"Europe/Berlin","#
                    + #""free_hours":["sat,sun 00:00-24:00"],"overage":{"block_gb":50,"price":10,"maximum":100,"#
                    + #""currency":"USD"},"carried_in":null}}"#
            )
        )
    }

    @Test func `faults of the presets name their file and place`() {
        let text = #"{"version": 1, "presets": {"Big": {}, "small": {"cap": 1}}}"#
        let error = #expect(throws: ConfigurationError.self) {
            try PlanPresets(Array(text.utf8), fileName: "p.json")
        }
        let lines = error?.faults.map(\.description) ?? []
        #expect(lines.count == 2)
        #expect(lines.first == "p.json:1:35: presets.Big: must be named by small letters, digits and - only")
        #expect(lines.last?.hasPrefix("p.json:1:49: presets.small.cap: is unknown; known are ") == true)
        #expect(throws: ConfigurationError.self) { try PlanPresets(Array("{}".utf8), fileName: "p.json") }
    }
}
