@testable internal import DatacapCore
internal import TestSupport
internal import Testing

/// A ledger as the history keeps one, for one day of one cycle.
private struct Ledger {
    var spent = ByteCount.zero
    var reserved: ByteCount?

    /// Carries out what concerns the ledger among some effects, and hands the answers in.
    ///
    /// - Returns: The effects of the answers.
    mutating func serve(_ effects: [Station.Effect], _ driver: inout StationDriver) -> [Station.Effect] {
        var all: [Station.Effect] = []
        for effect in effects {
            switch effect {
            case .reserve(let request, _): all += driver.put(.reserved(answer(request)))
            case .spend(let amount, _):
                spent += amount
                reserved = reserved.map { max(.zero, $0 - amount) }
            case .settle: reserved = nil
            default: break
            }
        }
        return all
    }

    private mutating func answer(_ request: BudgetWish) -> BudgetAnswer {
        var spending = Budget.Spending()
        let all = spent + (reserved ?? .zero)
        (spending.session, spending.hour, spending.day, spending.cycle) = (all, all, all, all)
        let allowance = request.budget.allowance(after: spending)
        let amount = min(request.wanted, allowance?.amount ?? request.wanted)
        guard amount >= request.least else {
            return .refused(allowance ?? Budget.Allowance(amount: .zero, limit: .day))
        }
        reserved = (reserved ?? .zero) + amount
        return .granted(amount, limit: amount < request.wanted ? allowance?.limit : nil)
    }
}

@Suite struct StationSpendingTests {
    /// Lets a test run as a downloader would that obeys its limit to the byte, until it has ended.
    private func run(_ driver: inout StationDriver, _ ledger: inout Ledger, _ rate: BitRate, samples: Int) {
        var limit: Int64?
        var received: Int64 = 0
        func note(_ effects: [Station.Effect]) {
            for effect in effects {
                switch effect {
                case .launch(let order, _): (limit, received) = (order.maximumBytes, 0)
                case .signal(.allow(let allowance)): limit = allowance.maximumBytes
                default: break
                }
            }
        }
        note(ledger.serve(driver.put(.command(.start)), &driver))
        driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        for _ in 0..<samples where limit != nil {
            driver.time.pass(.milliseconds(250))
            let bytes = min(Int64(rate.bytesPerSecond / 4), (limit ?? .max) - received)
            received += bytes
            let sample = FetchSample(
                uptime: driver.time.now.uptime,
                interval: .milliseconds(250),
                bytes: [bytes, 0],
                streams: 4
            )
            let effects = driver.put(.downloader(.sample(sample)))
            note(effects)
            note(ledger.serve(effects, &driver))
            guard received >= limit ?? .max else { continue }
            let end = driver.put(.downloaderExited(.code(0)))
            limit = nil
            note(end)
            note(ledger.serve(end, &driver))
            if limit != nil { driver.put(.downloader(.started(processID: 8, uptime: driver.time.now.uptime))) }
        }
    }

    @Test(arguments: [3, 48, 900] as [Double])
    func `the budget of a day is spent to the byte and never passed`(megabits: Double) {
        var driver = StationDriver { $0.testing.budget.amounts.day = ByteCount(100_000_000) }
        var ledger = Ledger()
        run(&driver, &ledger, .megabits(megabits), samples: 2_000)
        #expect(ledger.spent <= ByteCount(100_000_000))
        #expect(ledger.spent >= ByteCount(100_000_000 - 4 * 16_384))
        #expect(ledger.reserved == nil)
        guard case .waiting(let until, let reason) = driver.station.state else {
            Issue.record("the test doesn't wait: \(driver.station.state)")
            return
        }
        #expect(
            until
                == ZoneRules.utc.startOfDay(CivilDate(daysSince1970: driver.time.now.timestamp.date.daysSince1970 + 1))
        )
        #expect(reason == "the budget of today is used up")
    }

    @Test func `a wait ends by itself`() {
        var driver = StationDriver { $0.testing.budget.amounts.hour = ByteCount(20_000_000) }
        var ledger = Ledger()
        run(&driver, &ledger, .megabits(80), samples: 100)
        #expect(driver.station.state.name == .waiting)
        ledger.spent = .zero
        let effects = driver.put(.tick, after: .seconds(3_600))
        #expect(driver.station.state.name == .starting)
        #expect(effects.contains { if case .reserve = $0 { true } else { false } })
    }

    @Test func `a session's budget stops the test`() {
        var driver = StationDriver { $0.testing.budget.amounts.session = ByteCount(20_000_000) }
        var ledger = Ledger()
        run(&driver, &ledger, .megabits(80), samples: 100)
        #expect(driver.station.state == .stopped(.budgetUsed))
        #expect(driver.station.session.amount == ledger.spent)
    }

    @Test func `without a ledger nothing is spent`() {
        var driver = StationDriver { $0.testing.budget.amounts.day = ByteCount(1_000_000_000) }
        driver.put(.command(.start))
        let effects = driver.put(.reserved(.failed("disk full")))
        #expect(driver.station.state.name == .waiting)
        #expect(!effects.contains { if case .launch = $0 { true } else { false } })
        #expect(driver.put(.tick, after: .seconds(6)).contains { if case .reserve = $0 { true } else { false } })
    }

    @Test func `the cap is the run's limit`() {
        var driver = StationDriver { $0.dataCap = ByteCount(10_000_000) }
        let order = driver.put(.command(.start)).compactMap {
            if case .launch(let order, _) = $0 { order } else { nil }
        }
        #expect(order.map(\.maximumBytes) == [10_000_000])
        driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        driver.flow(.megabits(16), for: .seconds(2))
        #expect(driver.put(.command(.reset)).contains(.signal(.allow(FetchAllowance(maximumBytes: 14_000_000)))))
    }

    @Test func `a pause for a while ends by itself`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(16), for: .seconds(2))
        driver.put(.command(.pause, lasting: .seconds(60)))
        #expect(driver.put(.tick, after: .seconds(59)).isEmpty || driver.station.state == .paused)
        #expect(driver.station.state == .paused)
        driver.put(.tick, after: .seconds(1))
        #expect(driver.signals == [.resume])
        #expect(driver.station.state == .running)
    }
}
