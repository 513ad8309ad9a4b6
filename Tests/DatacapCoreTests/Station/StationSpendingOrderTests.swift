@testable internal import DatacapCore
internal import TestSupport
internal import Testing

/// Inputs in an order that nobody wishes for: answers that come late, commands between question and answer.
@Suite struct StationSpendingOrderTests {
    private let slice = ByteCount(16_000_000)

    private func wishes(_ effects: [Station.Effect]) -> [BudgetWish] {
        effects.compactMap { if case .reserve(let wish, _) = $0 { wish } else { nil } }
    }

    private func launches(_ effects: [Station.Effect]) -> [FetchOrder] {
        effects.compactMap { if case .launch(let order, _) = $0 { order } else { nil } }
    }

    /// A test of 24 Mbit/s under a budget, with its first slice granted and a little of it used.
    private func running(_ change: (inout Configuration) -> Void) -> StationDriver {
        var driver = StationDriver { configuration in
            configuration.dataCap = nil
            change(&configuration)
        }
        driver.put(.command(.start))
        driver.put(.reserved(.granted(slice, limit: nil)))
        driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        driver.flow(.megabits(24), for: .seconds(1))
        return driver
    }

    @Test func `a reset doesn't give the session its budget anew`() {
        var driver = running { $0.testing.budget.amounts.session = .gigabytes(1) }
        let start = driver.station.session.startTime
        driver.put(.command(.reset))
        let later = driver.flow(.megabits(24), for: .seconds(3))
        #expect(wishes(later).map(\.windows.session) == [start])
        #expect(driver.station.budgetLines.first?.spent == ByteCount(12_000_000))
    }

    @Test func `a run that is over while it asks for more goes on by the answer`() {
        var driver = running { $0.testing.budget.amounts.day = .gigabytes(1) }
        #expect(wishes(driver.flow(.megabits(24), for: .seconds(4))).count == 1)
        driver.flow(.megabits(24), for: .milliseconds(500))
        let end = driver.put(.downloaderExited(.code(0)))
        #expect(wishes(end).isEmpty && launches(end).isEmpty)
        #expect(!end.contains { if case .settle = $0 { true } else { false } })
        #expect(launches(driver.put(.reserved(.granted(slice, limit: nil)))).count == 1)
        #expect(driver.station.downloader.restarts == 0)
    }

    @Test func `a run that was granted more as it ended has not crashed`() {
        var driver = running { $0.testing.budget.amounts.day = .gigabytes(1) }
        driver.flow(.megabits(24), for: .seconds(4))
        driver.put(.reserved(.granted(slice, limit: nil)))
        driver.put(.downloaderExited(.code(0)))
        #expect(driver.station.downloader.restarts == 0)
        #expect(driver.station.state.name == .starting)
    }

    @Test func `slices grow for a line that uses them up before it is known`() {
        var driver = StationDriver {
            $0.dataCap = nil
            $0.testing.budget.amounts.day = .gigabytes(10)
        }
        var wanted = wishes(driver.put(.command(.start))).map(\.wanted)
        for _ in 0..<4 {
            driver.put(.reserved(.granted(wanted.last ?? .zero, limit: nil)))
            driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
            wanted += wishes(driver.put(.downloaderExited(.code(0)))).map(\.wanted)
        }
        #expect(wanted.map(\.bytes) == [16, 32, 64, 128, 256].map { $0 * 1_000_000 })
    }

    @Test func `a test that is stopped and started while the ledger is asked waits for the answer`() {
        var driver = StationDriver { $0.testing.budget.amounts.day = .gigabytes(1) }
        driver.put(.command(.start))
        driver.put(.command(.stop))
        driver.put(.command(.start))
        #expect(driver.answer?.isPossible == false)
        let late = driver.put(.reserved(.granted(slice, limit: nil)))
        #expect(late.contains(.settle(at: driver.time.now.timestamp)))
        #expect(wishes(driver.put(.command(.start))).count == 1)
    }

    @Test func `a session that its budget ends is closed in the history`() {
        var driver = running { $0.testing.budget.amounts.session = ByteCount(16_000_000) }
        driver.flow(.megabits(24), for: .seconds(4))
        driver.put(.downloaderExited(.code(0)))
        let end = driver.put(.reserved(.refused(Budget.Allowance(amount: .zero, limit: .session))))
        let sessions = end.compactMap { if case .keep(.session(let session)) = $0 { session } else { nil } }
        #expect(sessions.map(\.reason) == ["the budget of this session is used up"])
        #expect(sessions.map(\.ended) == [driver.time.now.timestamp])
    }

    @Test func `a wait for the same reason is remembered once`() {
        var driver = StationDriver { $0.testing.budget.amounts.day = .gigabytes(1) }
        driver.put(.command(.start))
        var events = 0
        for _ in 0..<5 {
            let effects = driver.put(.reserved(.failed("disk full")))
            events += effects.count { if case .keep(.event) = $0 { true } else { false } }
            driver.put(.tick, after: .seconds(6))
        }
        #expect(events == 1)
    }

    @Test func `a change to the scheduled mode ends the endless test and begins the schedule`() {
        var driver = running { _ in }
        var configuration = driver.station.configuration
        configuration.testing.mode = .scheduled
        driver.put(.reloaded(configuration))
        #expect(driver.signals.contains(.terminate))
        driver.put(.downloaderExited(.code(0)))
        #expect(driver.station.planner != nil)
        configuration.testing.mode = .continuous
        driver.put(.reloaded(configuration))
        #expect(driver.station.state.name == .stopped)
        #expect(driver.station.planner == nil)
    }

    @Test func `a paused schedule takes another end`() {
        var driver = StationDriver {
            $0.testing.mode = .scheduled
            $0.dataCap = nil
        }
        driver.put(.command(.start))
        driver.put(.tick)
        driver.put(.command(.pause))
        driver.put(.command(.pause, lasting: .seconds(60)))
        driver.put(.tick, after: .seconds(59))
        #expect(driver.station.state.name == .paused)
        driver.put(.tick, after: .seconds(2))
        #expect(driver.station.state.name == .waiting)
    }

    @Test func `what free hours don't count isn't shown as used`() throws {
        var plan = Plan()
        plan.cap = .gigabytes(100)
        plan.freeHours = [try #require(FreeHours("00:00-24:00"))]
        var driver = StationDriver { $0.planning.plan = plan }
        driver.put(.usage(UsageStanding(plan: plan, line: nil, tests: [], at: driver.time.now.timestamp)))
        driver.start()
        driver.put(.reserved(.granted(slice, limit: nil)))
        driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        driver.flow(.megabits(24), for: .seconds(2))
        #expect(driver.station.session.amount > .zero)
        #expect(driver.station.used == .zero)
    }

    @Test func `the ledgers are read when a quarter of an hour is over`() {
        var driver = StationDriver()
        let standing = UsageStanding(plan: Plan(), line: nil, tests: [], at: driver.time.now.timestamp)
        driver.put(.usage(standing))
        #expect(!driver.put(.tick, after: .seconds(1)).contains(.readUsage))
        #expect(driver.put(.tick, after: .seconds(900)).contains(.readUsage))
        #expect(!driver.put(.tick, after: .seconds(1)).contains(.readUsage))
    }
}
