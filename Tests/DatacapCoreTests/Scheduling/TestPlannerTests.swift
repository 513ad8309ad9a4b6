import DatacapCore
import TestSupport
import Testing

struct TestPlannerTests {
    @Test func `a test is asked for, begins, ends when it knows, and is told`() throws {
        var desk = PlannerDesk()
        let outputs = desk.wait()
        #expect(outputs == [.reserve(wanted: ByteCount(101_048_576), least: TestCost.latency)])
        let begun = desk.handle(.granted(ByteCount(101_048_576), limit: nil))
        let expected = TestOrder(
            kind: .full,
            maximum: ByteCount(100_000_000),
            longest: .seconds(10),
            precision_percent: 3
        )
        #expect(begun == [.begin(expected)])
        #expect(expected.order(FetchOrder(urls: ["http://h/"])).maximumMilliseconds == 10_000)
        #expect(desk.feed(100, count: 40) == [.end])
        #expect(desk.feed(100).isEmpty)
        let result = try desk.end()
        #expect(result.record.end == .precision)
        #expect(result.record.kind == .full)
        #expect(result.record.rate?.rate == .megabits(100))
        #expect(result.record.amount == ByteCount(43_750_000))
        #expect(result.record.connect == .milliseconds(20))
        #expect(result.sample(cycleUsage: nil)?.rate == .megabits(100))
        #expect(desk.planner.cost.full == ByteCount(43_750_000))
        guard case .waiting(let next?) = desk.planner.state else {
            Issue.record("waits for nothing")
            return
        }
        #expect(next > desk.time.now.timestamp)
    }

    @Test func `an end by the limit of time or of bytes is told apart from a failure`() throws {
        var desk = PlannerDesk()
        _ = try desk.begin()
        for index in 0..<40 { #expect(desk.feed(index.isMultiple(of: 8) ? 10 : 50).isEmpty) }
        #expect(try desk.end().record.end == .time)
        _ = try desk.begin()
        for index in 0..<12 { _ = desk.feed(index.isMultiple(of: 2) ? 400 : 100) }
        #expect(try desk.end().record.end == .failure)
        let order = try desk.begin()
        _ = desk.feed(Double(order.maximum.bytes) * 32 / 1e6)
        #expect(try desk.end().record.end == .amount)
    }

    @Test func `a test to which nothing comes is an outage to the detector, unless a server says why`() throws {
        var desk = PlannerDesk()
        _ = try desk.begin()
        #expect(desk.feed(0, count: 40).isEmpty)
        let result = try desk.end()
        #expect(result.record.end == .failure)
        #expect(result.sample(cycleUsage: nil)?.rate == .zero)
        _ = try desk.begin()
        #expect(desk.handle(.failure(.httpStatus)).isEmpty)
        let refused = try desk.end()
        #expect(refused.record.flaws == .httpError)
        #expect(refused.sample(cycleUsage: nil) == nil)
    }

    @Test func `a run that outlives its limit is ended`() throws {
        var desk = PlannerDesk()
        _ = try desk.begin()
        desk.time.pass(.seconds(12))
        #expect(desk.handle(.tick(desk.outlook)).isEmpty)
        desk.time.pass(.seconds(2))
        #expect(desk.handle(.tick(desk.outlook)) == [.end])
        #expect(desk.handle(.tick(desk.outlook)).isEmpty)
    }

    @Test func `others' traffic leaves a test out, and flaws one that runs`() throws {
        var desk = PlannerDesk()
        desk.outlook.foreign = .megabits(40)
        guard case .note(let event)? = desk.wait().first else {
            Issue.record("no note")
            return
        }
        #expect(event.kind == .skipped)
        let reason = "others use the line with 40 Mbit/s, more than 10 Mbit/s (schedule.busy_mbps)"
        #expect(event.text == "No test: \(reason).")
        desk.outlook.foreign = .megabits(2)
        _ = try desk.begin()
        _ = desk.feed(100, count: 40, interfaceShare: 1.5)
        let result = try desk.end()
        #expect(result.record.flaws == .otherTraffic)
        #expect(result.sample(cycleUsage: nil) == nil)
    }

    @Test func `with little left the test is smaller, once said why`() throws {
        var desk = PlannerDesk()
        _ = desk.wait()
        let outputs = desk.handle(.granted(ByteCount(20_000_000), limit: .day))
        guard case .note(let event)? = outputs.first, case .begin(let order)? = outputs.last else {
            Issue.record("\(outputs)")
            return
        }
        #expect(event.kind == .budget)
        #expect(event.text.hasPrefix("budget.day_gb has 20 MB left and a full test takes about 25 MB: a short test"))
        #expect(order.kind == .short)
        #expect(order.precision_percent == 10)
        #expect(order.maximum == ByteCount(18_951_424))
        _ = try desk.end()
        _ = desk.wait()
        #expect(desk.handle(.granted(ByteCount(20_000_000), limit: .day)).count == 1)
        _ = try desk.end()
        _ = desk.wait()
        let none = desk.handle(.refused(Budget.Allowance(amount: .zero, limit: .cycle)))
        guard case .note(let last)? = none.first else {
            Issue.record("\(none)")
            return
        }
        #expect(last.text.contains("no test is made until"))
        #expect(desk.planner.shortage?.hasPrefix("budget.cycle_gb has 0 kB left") == true)
    }

    @Test func `the pace leaves only the round trip, which costs next to nothing`() throws {
        var desk = PlannerDesk()
        _ = try desk.begin()
        _ = desk.feed(100, count: 40)
        _ = try desk.end()
        desk.outlook.cycleLeft = ByteCount(50_000_000)
        #expect(desk.wait() == [.reserve(wanted: TestCost.latency, least: TestCost.latency)])
        let outputs = desk.handle(.granted(TestCost.latency, limit: nil))
        guard case .begin(let order)? = outputs.last else {
            Issue.record("\(outputs)")
            return
        }
        #expect(order.kind == .latency)
        let fetch = order.order(FetchOrder(urls: ["http://h/"]))
        #expect(fetch.maximumBytes == 1 && fetch.streams == 1)
        #expect(desk.feed(0.001) == [.end])
        let result = try desk.end()
        #expect(result.record.connect == .milliseconds(20))
        #expect(result.record.rate == nil)
        #expect(result.sample(cycleUsage: nil) == nil)
    }

    @Test func `a pause ends the test, keeps others from beginning, and ends by itself`() throws {
        var desk = PlannerDesk()
        _ = try desk.begin()
        _ = desk.feed(100)
        let until = desk.time.now.timestamp + .seconds(5 * 3_600)
        #expect(desk.handle(.pause(until: until)).first == .end)
        #expect(try desk.end().record.end == .stopped)
        #expect(desk.wait(minutes: 299).isEmpty)
        guard case .note(let event)? = desk.wait(minutes: 2).first else {
            Issue.record("the pause doesn't end")
            return
        }
        #expect(event.text == "Tests go on after the pause.")
        _ = try desk.begin()
    }

    @Test func `a grant that comes too late is given back`() {
        var desk = PlannerDesk()
        _ = desk.wait()
        _ = desk.handle(.pause(until: nil))
        #expect(desk.handle(.granted(ByteCount(1_000_000_000), limit: nil)) == [.release])
        #expect(desk.wait().isEmpty)
        #expect(desk.handle(.resume).count == 1)
    }

    @Test func `a ledger that doesn't answer costs one test`() {
        var desk = PlannerDesk()
        _ = desk.wait()
        guard case .note(let event)? = desk.wait().first else {
            Issue.record("no note")
            return
        }
        #expect(event.text == "No test: the budget's ledger didn't answer.")
        guard case .waiting = desk.planner.state else {
            Issue.record("still asks")
            return
        }
    }

    @Test func `a test by hand minds neither schedule, pace nor busy line`() {
        var desk = PlannerDesk()
        _ = desk.handle(.tick(desk.outlook))
        desk.outlook.foreign = .megabits(500)
        _ = desk.handle(.tick(desk.outlook))
        guard case .reserve? = desk.handle(.runNow).first else {
            Issue.record("no test")
            return
        }
    }

    @Test func `a clock that is set back doesn't put the next test off`() throws {
        var desk = PlannerDesk()
        _ = desk.handle(.tick(desk.outlook))
        guard case .waiting(let first?) = desk.planner.state else {
            Issue.record("waits for nothing")
            return
        }
        let day = Duration.seconds(86_400)
        let now = Moment(timestamp: desk.time.now.timestamp + (.zero - day), uptime: desk.time.now.uptime)
        #expect(desk.planner.handle(.tick(desk.outlook), at: now).isEmpty)
        guard case .waiting(let next?) = desk.planner.state else {
            Issue.record("waits for nothing")
            return
        }
        #expect(next < first)
    }

    @Test func `after a suspend into the quiet hours nothing begins`() throws {
        var settings = ScheduleSettings()
        settings.quietHours = [try #require(FreeHours("22:00-06:00"))]
        var desk = PlannerDesk(settings)
        _ = desk.handle(.tick(desk.outlook))
        let local = ZoneRules.utc.local(desk.time.now.timestamp)
        desk.time.pass(.seconds(86_400 + (23 * 60 - local.minuteOfDay) * 60))
        #expect(desk.handle(.tick(desk.outlook)).isEmpty)
    }
}
