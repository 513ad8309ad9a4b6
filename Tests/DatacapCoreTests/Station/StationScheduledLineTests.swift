@testable internal import DatacapCore
internal import TestSupport
internal import Testing

@Suite struct StationScheduledLineTests {
    private func driver() -> StationDriver {
        var driver = StationDriver {
            $0.testing.mode = .scheduled
            // Without a cap there's no budget, and so no ledger to be asked.
            $0.dataCap = nil
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
        failing reason: FailureReason? = nil
    ) -> [Station.Effect] {
        var all = driver.put(.command(.test), after: .seconds(3_600))
        all += driver.put(.downloader(.started(processID: 7, uptime: driver.time.now.uptime)))
        if let reason {
            all += driver.put(.downloader(.failure(url: 0, reason: reason, detail: "", rest: .zero, TransferOutcome())))
        }
        for _ in 0..<40 where !all.contains(.signal(.terminate)) {
            let noise = 1 + 0.01 * dice.normal()
            all += driver.flow(BitRate(bitsPerSecond: rate.bitsPerSecond * noise), for: .milliseconds(250))
        }
        return all + driver.put(.downloaderExited(.code(0)))
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
