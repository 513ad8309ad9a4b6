@testable internal import DatacapCore
internal import TestSupport
internal import Testing

@Suite struct StationScheduleTests {
    /// A station in scheduled mode; without a cap there's no budget, and so no ledger to be asked.
    private func driver(dataCap: ByteCount? = nil) -> StationDriver {
        var driver = StationDriver {
            $0.testing.mode = .scheduled
            $0.dataCap = dataCap
        }
        driver.put(.command(.start))
        driver.put(.tick)
        return driver
    }

    /// Makes one test an hour after the last, on a line that gives a rate with a little noise.
    ///
    /// - Returns: What there was to do, in order.
    @discardableResult
    private func test(
        _ driver: inout StationDriver,
        _ rate: BitRate,
        _ dice: inout Dice,
        failing reason: FailureReason? = nil,
        exits: Bool = true
    ) -> [Station.Effect] {
        var all = driver.put(.command(.test), after: .seconds(3_600))
        for case .reserve(let wish, _) in all { all += driver.put(.reserved(.granted(wish.wanted, limit: nil))) }
        all += driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        if let reason {
            all += driver.put(.downloader(.failure(url: 0, reason: reason, detail: "", rest: .zero, TransferOutcome())))
        }
        for _ in 0..<40 where !all.contains(.signal(.terminate)) {
            let noise = 1 + 0.01 * dice.normal()
            all += driver.flow(BitRate(bitsPerSecond: rate.bitsPerSecond * noise), for: .milliseconds(250))
        }
        return exits ? all + driver.put(.downloaderExited(.code(0))) : all
    }

    private func launches(_ effects: [Station.Effect]) -> [FetchOrder] {
        effects.compactMap { if case .launch(let order, _) = $0 { order } else { nil } }
    }

    private func incidents(_ effects: [Station.Effect]) -> [IncidentRecord] {
        effects.compactMap { if case .keep(.incident(let incident)) = $0 { incident } else { nil } }
    }

    @Test func `a line that became slow is noticed over many tests, and once`() {
        var driver = driver()
        var dice = Dice(seed: 5)
        for _ in 0..<24 { test(&driver, .megabits(30), &dice) }
        #expect(driver.station.verdict.name == "normal")
        var noticed: Set<Timestamp> = []
        for _ in 0..<24 { for one in incidents(test(&driver, .megabits(6), &dice)) { noticed.insert(one.noticed) } }
        #expect(noticed.count == 1)
        #expect(driver.station.verdict.detections.count == 1)
        for _ in 0..<12 { test(&driver, .megabits(30), &dice) }
        #expect(driver.station.verdict.detections.isEmpty)
    }

    /// A line of 30 Mbit/s that has given 6 until the schedule's tests would accuse the provider.
    ///
    /// - Returns: The order of the test that is the second witness.
    private func suspect(_ driver: inout StationDriver, _ dice: inout Dice) throws -> FetchOrder {
        for _ in 0..<24 { test(&driver, .megabits(30), &dice) }
        for _ in 0..<12 {
            let launches = launches(test(&driver, .megabits(6), &dice))
            guard launches.count < 2 else { return launches[1] }
            #expect(driver.station.verdict.accusation == nil)
        }
        return try #require(nil)
    }

    /// Lets the downloader of a witness bring data until it is told to end, beside what others take.
    private func witness(_ driver: inout StationDriver, _ rate: BitRate, others_mbps: Double? = nil) {
        driver.put(.downloader(.started(processID: 8, uptime: driver.time.now.uptime)))
        let all_mbps = others_mbps.map { 1.05 * rate.megabitsPerSecond + $0 }
        let machine = MachineReading(interfaceBytes: all_mbps.map { Int64($0 * 31_250) })
        for _ in 0..<40 where !driver.signals.contains(.terminate) {
            driver.flow(rate, for: .milliseconds(250), machine: machine)
        }
        driver.put(.downloaderExited(.code(0)))
    }

    @Test func `a test by another way is made before the provider is accused`() throws {
        var driver = driver()
        var dice = Dice(seed: 7)
        let order = try suspect(&driver, &dice)
        #expect(order.streams == 12)
        #expect(driver.station.verdict.name == "undecided")
        let tests = driver.station.earlierTests.count
        witness(&driver, .megabits(6.2))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.kind == .throttled(nil))
        #expect(accusation.probes.map(\.finding) == [.agrees])
        // It is no test of the schedule, which goes on.
        #expect(driver.station.earlierTests.count == tests)
        #expect(driver.station.state.name == .waiting)
        for _ in 0..<12 { test(&driver, .megabits(30), &dice) }
        #expect(driver.station.verdict.detections.isEmpty)
    }

    @Test func `a witness that contradicts takes an accusation over tests back for good`() throws {
        var driver = driver()
        var dice = Dice(seed: 7)
        _ = try suspect(&driver, &dice)
        witness(&driver, .megabits(29))
        for _ in 0..<24 { test(&driver, .megabits(6), &dice) }
        #expect(driver.station.verdict.accusation == nil)
        #expect(driver.station.verdict.detections.map(\.kind) == [.undecided])
        var restarted = self.driver()
        restarted.time = driver.time
        try restarted.station.restoreLine(driver.station.lineJSON)
        for _ in 0..<12 { test(&restarted, .megabits(6), &dice) }
        #expect(restarted.station.verdict.detections.map(\.kind) == [.undecided])
    }

    @Test func `a witness that is stopped or has no budget leaves the line's own evidence`() throws {
        var driver = driver()
        var dice = Dice(seed: 7)
        _ = try suspect(&driver, &dice)
        driver.put(.command(.pause))
        driver.put(.downloaderExited(.code(0)))
        #expect(driver.station.verdict.accusation?.probes == [])
        #expect(driver.station.state == .paused)
    }

    @Test(arguments: [Station.Command.stop, .pause])
    func `nobody is asked when the test is stopped while the one that accuses ends`(command: Station.Command) throws {
        var driver = driver()
        var dice = Dice(seed: 7)
        for _ in 0..<24 { test(&driver, .megabits(30), &dice) }
        var asked = 0
        for _ in 0..<12 where asked == 0 {
            test(&driver, .megabits(6), &dice, exits: false)
            var stopped = driver
            stopped.put(.command(command))
            let after = stopped.put(.downloaderExited(.code(0)))
            #expect(launches(after).isEmpty)
            #expect(stopped.station.state == (command == .stop ? .stopped(.requested) : .paused))
            asked = launches(driver.put(.downloaderExited(.code(0)))).count
        }
        #expect(asked == 1)
    }

    @Test func `a witness that can't tell leaves the line's own evidence, and the other family as it was`() throws {
        var driver = driver()
        driver.station.configuration.confirmation = .zero + ByteCount(1_000_000)
        var dice = Dice(seed: 7)
        let order = try suspect(&driver, &dice)
        #expect(order.maximumBytes.map { $0 <= 1_000_000 } == true)
        witness(&driver, .megabits(6), others_mbps: 40)
        #expect(driver.station.verdict.accusation?.probes == [])
        #expect(!driver.station.use.isOtherFamilyDead)
    }

    @Test func `a deeper drop than the one that was ruled out is checked anew`() throws {
        var driver = driver()
        var dice = Dice(seed: 7)
        _ = try suspect(&driver, &dice)
        witness(&driver, .megabits(29))
        var orders: [FetchOrder] = []
        for _ in 0..<12 where orders.isEmpty {
            orders = Array(launches(test(&driver, .megabits(1), &dice)).dropFirst())
            #expect(driver.station.verdict.accusation == nil)
        }
        #expect(orders.map(\.streams) == [12])
        witness(&driver, .megabits(1))
        #expect(driver.station.verdict.accusation?.probes.map(\.finding) == [.agrees])
    }

    @Test func `a witness that the budget has no room for leaves the line's own evidence`() {
        var driver = driver(dataCap: .gigabytes(100))
        var dice = Dice(seed: 7)
        for _ in 0..<24 { test(&driver, .megabits(30), &dice) }
        var wishes: [BudgetWish] = []
        for _ in 0..<12 where wishes.isEmpty {
            let last = test(&driver, .megabits(6), &dice).drop { $0 != .signal(.terminate) }
            wishes = last.compactMap { if case .reserve(let wish, _) = $0 { wish } else { nil } }
        }
        #expect(wishes.count == 1)
        #expect(driver.station.verdict.name == "undecided")
        driver.put(.reserved(.refused(Budget.Allowance(amount: .zero, limit: .day))))
        #expect(driver.station.verdict.accusation?.probes == [])
    }

    @Test func `who wants no probes is told without them`() {
        var driver = driver()
        driver.station.configuration.confirmation = .zero
        var dice = Dice(seed: 7)
        for _ in 0..<24 { test(&driver, .megabits(30), &dice) }
        for _ in 0..<12 { test(&driver, .megabits(6), &dice) }
        #expect(driver.station.verdict.accusation?.probes == [])
    }

    @Test func `two tests without data are an outage, unless a server says why`() {
        var driver = driver()
        var dice = Dice(seed: 6)
        for _ in 0..<8 { test(&driver, .megabits(30), &dice) }
        for _ in 0..<3 { test(&driver, .zero, &dice, failing: .httpStatus) }
        #expect(driver.station.verdict.name == "normal")
        for _ in 0..<2 { test(&driver, .zero, &dice) }
        #expect(driver.station.verdict.name == "outage")
    }

    @Test func `a test that is stopped has not failed`() {
        var driver = driver()
        driver.put(.command(.test))
        driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        driver.flow(.megabits(30), for: .seconds(1))
        driver.put(.command(.stop))
        let kept = driver.put(.downloaderExited(.code(0))).compactMap {
            if case .keep(.test(let test)) = $0 { test } else { nil }
        }
        #expect(kept.map(\.end) == [.stopped])
    }
}
