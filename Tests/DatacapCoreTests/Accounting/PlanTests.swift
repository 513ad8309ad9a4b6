import DatacapCore
import Testing

struct PlanTests {
    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    private static func slot(_ text: String, down: Int64, up: Int64 = 0) throws -> UsageSlot {
        UsageSlot(start: try time(text), traffic: Traffic(down: ByteCount(down), up: ByteCount(up)))
    }

    private static func slots() throws -> [UsageSlot] {
        [
            try slot("2026-10-31T23:45:00Z", down: 7),
            try slot("2026-11-01T00:00:00Z", down: 100, up: 10),
            try slot("2026-11-10T12:00:00Z", down: 200, up: 20),
            try slot("2026-11-30T23:45:00Z", down: 400, up: 40),
            try slot("2026-12-01T00:00:00Z", down: 9),
        ]
    }

    @Test(arguments: [(Plan.Counting.down, 700), (.up, 70), (.both, 770)] as [(Plan.Counting, Int64)])
    func `counts the directions that it says, in its cycle only`(counts: Plan.Counting, bytes: Int64) throws {
        var plan = Plan()
        plan.counts = counts
        let cycle = plan.cycle(at: try Self.time("2026-11-15T00:00:00Z"))
        #expect(plan.used(slots: try Self.slots(), in: cycle) == ByteCount(bytes))
    }

    @Test func `what the provider says replaces the ledger before it, in its cycle only`() throws {
        var plan = Plan()
        let cycle = plan.cycle(at: try Self.time("2026-11-15T00:00:00Z"))
        plan.carriedIn = Plan.CarriedIn(amount: ByteCount(5_000), time: try Self.time("2026-11-05T00:00:00Z"))
        #expect(plan.used(slots: try Self.slots(), in: cycle) == ByteCount(5_660))
        // Ten minutes into a slot, a third of it is still to come.
        plan.carriedIn = Plan.CarriedIn(amount: ByteCount(5_000), time: try Self.time("2026-11-10T12:10:00Z"))
        #expect(plan.used(slots: try Self.slots(), in: cycle) == ByteCount(5_000 + 73 + 440))
        let others = [plan.cycle(before: cycle), plan.cycle(at: cycle.end)]
        #expect(try others.map { plan.used(slots: try Self.slots(), in: $0) } == [ByteCount(7), ByteCount(9)])
    }

    @Test func `free hours don't count, by the zone's clocks`() throws {
        var plan = Plan()
        plan.zone = try ZoneDatabase.zone("Europe/Berlin")
        plan.freeHours = ["23:00-07:00", "sat,sun 12:00-14:00"].compactMap { FreeHours($0) }
        #expect(plan.freeHours.count == 2)
        let free = [
            // 23:00 and 06:45 of winter, 06:45 of summer, a Saturday's noon.
            "2026-11-23T22:00:00Z", "2026-11-23T05:45:00Z", "2026-07-23T04:45:00Z", "2026-11-21T11:00:00Z",
        ]
        let counted = ["2026-11-23T06:00:00Z", "2026-07-23T05:00:00Z", "2026-11-23T11:00:00Z", "2026-11-21T13:00:00Z"]
        #expect(try free.allSatisfy { plan.isFree(slotStart: try Self.time($0)) })
        #expect(try !counted.contains { plan.isFree(slotStart: try Self.time($0)) })
        let slots = try (free + counted).map { try Self.slot($0, down: 1) }
        let days = plan.days(of: slots.sorted { $0.start < $1.start })
        #expect(days.map(\.used.bytes) == [1, 1, 2])
        #expect(days.map(\.date.description) == ["2026-07-23", "2026-11-21", "2026-11-23"])
    }

    @Test func `a cap has something left, or nothing`() {
        var plan = Plan()
        #expect(plan.left(used: .gigabytes(1)) == nil)
        plan.cap = .gigabytes(10)
        #expect(plan.left(used: .gigabytes(4)) == .gigabytes(6))
        #expect(plan.left(used: .gigabytes(11)) == .zero)
        #expect(plan.cost(used: .gigabytes(11)) == nil)
    }

    @Test(
        arguments: [
            (0, "0.00 USD"), (1_229, "0.00 USD"), (1_229.000_000_001, "10.00 USD"), (1_279, "10.00 USD"),
            (1_279.1, "20.00 USD"), (1_729, "100.00 USD"), (9_999, "100.00 USD"),
        ] as [(Double, String)]
    )
    func `begun blocks cost their price, up to the maximum`(used_gb: Double, cost: String) {
        var plan = Plan()
        plan.cap = .gigabytes(1_229)
        plan.overage = Overage(block: .gigabytes(50), price: Money(10, "USD"), maximum: Money(100, "USD"))
        #expect(plan.cost(used: .gigabytes(used_gb))?.description == cost)
    }

    @Test func `money is exact and doesn't overflow`() {
        #expect(Money(0.1, "EUR").times(3) == Money(0.3, "EUR"))
        #expect(Money(0.000_25, "USD").times(4_000).description == "1.00 USD")
        #expect(Money(12.345_6, "EUR").description == "12.3456 EUR")
        #expect(Money(-0.5, "EUR").description == "-0.50 EUR")
        let overage = Overage(block: ByteCount(1), price: Money(1_000_000, "USD"), maximum: Money(5, "USD"))
        #expect(overage.cost(of: ByteCount(.max)) == Money(5, "USD"))
        #expect(Money(1_000_000, "USD").times(.max).micros == .max)
    }
}

struct FreeHoursTests {
    @Test(arguments: [
        "23:00-07:00", "00:00-24:00", "02:15-08:45", "mon,tue,wed,thu,fri 23:00-24:00", "sat,sun 00:00-24:00",
    ])
    func `are written as they are read`(text: String) {
        #expect(FreeHours(text)?.description == text)
    }

    @Test func `ranges of days may pass the week's end`() {
        #expect(FreeHours("fri-mon 22:00-00:00")?.description == "mon,fri,sat,sun 22:00-24:00")
    }

    @Test func `hours past midnight belong to the day on which they began`() throws {
        let hours = try #require(FreeHours("fri 22:00-06:00"))
        func isFree(_ text: String) throws -> Bool {
            hours.contains(ZoneRules.utc.local(try #require(Timestamp(rfc3339: text))))
        }
        // 2026-11-27 is a Friday.
        #expect(try isFree("2026-11-27T22:00:00Z"))
        #expect(try isFree("2026-11-28T05:45:00Z"))
        #expect(try !isFree("2026-11-27T05:45:00Z"))
        #expect(try !isFree("2026-11-28T06:00:00Z"))
        #expect(try !isFree("2026-11-28T22:00:00Z"))
    }

    @Test(arguments: [
        "", "23:00", "23:00-07:10", "24:00-07:00", "07:00-07:00", "00:00-00:00", "7:00-08:00", "23:00-25:00",
        "sam 23:00-07:00", "mon- 23:00-07:00", "mon  23:00-07:00", "mon tue 23:00-07:00", "mon-tue-wed 01:00-02:00",
        "-1:00-02:00", "0١:00-02:00",
    ])
    func `refuse anything else`(text: String) {
        #expect(FreeHours(text) == nil)
    }
}
