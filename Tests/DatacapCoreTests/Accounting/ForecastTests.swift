import DatacapCore
import Testing

struct ForecastTests {
    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    /// Days in a row that end the day before a time.
    private static func days(_ amounts_gb: [Double], before time: Timestamp) -> [DayUsage] {
        let today = time.date
        return amounts_gb.enumerated().map { index, amount in
            DayUsage(date: today.adding(days: index - amounts_gb.count), used: .gigabytes(amount))
        }
    }

    private static func plan(cap_gb: Double?) -> Plan {
        var plan = Plan()
        plan.cap = cap_gb.map { .gigabytes($0) }
        plan.overage = Overage(block: .gigabytes(50), price: Money(10, "USD"), maximum: Money(100, "USD"))
        return plan
    }

    @Test func `an even use goes on, and passes the cap when it must`() throws {
        let now = try Self.time("2026-11-11T00:00:00Z")
        let plan = Self.plan(cap_gb: 1_000)
        let cycle = plan.cycle(at: now)
        let days = Self.days([Double](repeating: 50, count: 70), before: now)
        let forecast = try #require(Forecast(plan: plan, cycle: cycle, used: .gigabytes(500), days: days, at: now))
        #expect((1_400...1_600).contains(forecast.atEnd.likely.gigabytes))
        #expect(forecast.atEnd.low < forecast.atEnd.likely)
        #expect(forecast.atEnd.likely < forecast.atEnd.high)
        #expect(forecast.atEnd.high.gigabytes < 1_800)
        #expect(forecast.allowancePerDay == .gigabytes(25))
        #expect(forecast.days == 69)
        guard case .before(let chance) = forecast.exhaustion else {
            Issue.record("\(forecast.exhaustion)")
            return
        }
        #expect(chance.probability > 0.99)
        let likely = try #require(chance.likely)
        #expect(likely > (try Self.time("2026-11-19T00:00:00Z")))
        #expect(likely < (try Self.time("2026-11-22T12:00:00Z")))
        #expect(try #require(chance.earliest) < likely)
        #expect(try #require(chance.latest) > likely)
        let cost = try #require(forecast.cost)
        #expect(cost.likely.units >= 80 && cost.high == Money(100, "USD"))
    }

    @Test func `the week's pattern is known after some weeks`() throws {
        // A Friday night: a weekend of 100 GB a day is to come, after working days of 10 GB.
        let now = try Self.time("2026-11-28T00:00:00Z")
        let plan = Self.plan(cap_gb: nil)
        let cycle = BillingCycle(
            start: try Self.time("2026-11-01T00:00:00Z"),
            end: try Self.time("2026-11-30T00:00:00Z")
        )
        let amounts = (-84..<0).map { now.date.adding(days: $0).weekday >= .saturday ? 100.0 : 10 }
        let days = Self.days(amounts, before: now)
        let forecast = try #require(Forecast(plan: plan, cycle: cycle, used: .zero, days: days, at: now))
        #expect((140...230).contains(forecast.atEnd.likely.gigabytes))
        #expect(forecast.exhaustion == .noCap)
        #expect(forecast.allowancePerDay == nil)
    }

    @Test func `few days make a wide band, many a narrow one`() throws {
        let now = try Self.time("2026-11-11T00:00:00Z")
        let plan = Self.plan(cap_gb: nil)
        let widths = try [1, 3, 10, 60].map { count in
            let days = Self.days([Double](repeating: 10, count: count + 1), before: now)
            let cycle = plan.cycle(at: now)
            let end = try #require(Forecast(plan: plan, cycle: cycle, used: .zero, days: days, at: now)).atEnd
            return end.high.gigabytes - end.low.gigabytes
        }
        #expect(widths == widths.sorted(by: >))
        #expect(widths[0] > 3 * widths[3])
    }

    @Test func `a cap that is reached stays reached, and nothing is left`() throws {
        let now = try Self.time("2026-11-11T12:00:00Z")
        let plan = Self.plan(cap_gb: 100)
        let days = Self.days([10, 10, 10], before: now)
        let forecast = try #require(
            Forecast(plan: plan, cycle: plan.cycle(at: now), used: .gigabytes(100), days: days, at: now)
        )
        #expect(forecast.exhaustion == .reached)
        #expect(forecast.allowancePerDay == .zero)
    }

    @Test func `there is no forecast without anything to go by`() throws {
        let plan = Self.plan(cap_gb: 100)
        let early = try Self.time("2026-11-01T05:00:00Z")
        let today = DayUsage(date: early.date, used: .gigabytes(1))
        #expect(
            Forecast(plan: plan, cycle: plan.cycle(at: early), used: .gigabytes(1), days: [today], at: early) == nil
        )
        let later = try Self.time("2026-11-01T12:00:00Z")
        let cycle = plan.cycle(at: later)
        let forecast = try #require(Forecast(plan: plan, cycle: cycle, used: .gigabytes(1), days: [today], at: later))
        #expect(forecast.days == 0)
        #expect((20...90).contains(forecast.atEnd.likely.gigabytes))
        #expect(forecast.atEnd.high.gigabytes > 2 * forecast.atEnd.low.gigabytes)
    }

    @Test func `what the provider says is something to go by`() throws {
        var plan = Self.plan(cap_gb: 1_000)
        let now = try Self.time("2026-11-11T00:00:00Z")
        plan.carriedIn = Plan.CarriedIn(amount: .gigabytes(300), time: now)
        let cycle = plan.cycle(at: now)
        let forecast = try #require(Forecast(plan: plan, cycle: cycle, used: .gigabytes(300), days: [], at: now))
        #expect((650...1_000).contains(forecast.atEnd.likely.gigabytes))
    }

    @Test func `the last instant of a cycle forecasts what is used`() throws {
        let plan = Self.plan(cap_gb: 1_000)
        let now = try Self.time("2026-11-30T23:59:59.999Z")
        let days = Self.days([10, 10, 10], before: now)
        let forecast = try #require(
            Forecast(plan: plan, cycle: plan.cycle(at: now), used: .gigabytes(300), days: days, at: now)
        )
        #expect(forecast.atEnd.high.gigabytes < 300.1)
        #expect(try #require(forecast.allowancePerDay) == .gigabytes(700))
    }
}
