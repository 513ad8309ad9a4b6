import DatacapCore
import Testing
import TestSupport

@Suite struct StationLineMemoryTests {
    /// Runs a test of 25 s each hour; second witnesses that are asked say nothing.
    private func runTests(_ count: Int, at rate_mbps: Double, in driver: inout StationDriver) {
        for index in 0..<count {
            driver.start()
            let rate = BitRate.megabits(rate_mbps + Double(index % 5) * 0.01 * rate_mbps)
            var asked = StationDriver.probes(driver.flow(rate, for: .seconds(25)))
            while !asked.isEmpty { asked = StationDriver.probes(driver.put(.probeExited)) }
            driver.put(.command(.stop))
            driver.put(.downloaderExited(.code(0)))
            driver.time.pass(.seconds(3_575))
        }
    }

    @Test func `a line that was slow before the test began is found over several tests`() throws {
        var driver = StationDriver()
        runTests(30, at: 100, in: &driver)
        #expect(driver.station.verdict.accusation == nil)
        runTests(4, at: 30, in: &driver)
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.kind == .throttled(nil))
        let before = try #require(accusation.before)
        #expect(abs(before.rate.megabitsPerSecond - 102) < 3)
        runTests(3, at: 100, in: &driver)
        #expect(driver.station.verdict.accusation == nil)
    }

    @Test func `what the tests have taught survives a restart, an open accusation too`() throws {
        var driver = StationDriver()
        runTests(30, at: 100, in: &driver)
        runTests(4, at: 30, in: &driver)
        let since = try #require(driver.station.verdict.accusation?.since)
        let text = driver.station.lineJSON

        var restarted = StationDriver()
        restarted.time = driver.time
        try restarted.station.restoreLine(text)
        #expect(restarted.station.lineJSON == text)
        runTests(1, at: 30, in: &restarted)
        #expect(restarted.station.verdict.accusation?.since == since)
        #expect(restarted.station.verdict.accusation?.probes.map(\.finding) == [.failed])
        runTests(3, at: 100, in: &restarted)
        #expect(restarted.station.verdict.accusation == nil)
    }

    @Test func `what was learnt of other URLs is forgotten`() throws {
        var driver = StationDriver()
        runTests(30, at: 100, in: &driver)
        let text = driver.station.lineJSON
        var other = StationDriver { $0.testURLs = ["http://c.test/3"] }
        let blank = other.station.lineJSON
        try other.station.restoreLine(text)
        #expect(other.station.lineJSON == blank)
    }

    @Test func `a reset forgets the line`() {
        var driver = StationDriver()
        let blank = driver.station.lineJSON
        runTests(30, at: 100, in: &driver)
        #expect(driver.station.lineJSON != blank)
        driver.put(.command(.reset))
        #expect(driver.station.lineJSON == blank)
    }

    @Test func `one test an hour is learnt from, however long the test runs`() {
        var driver = StationDriver { $0.dataCap = nil }
        driver.start()
        let effects = driver.flow(.megabits(100), for: .seconds(7_300))
        #expect(effects.filter { $0 == .saveLine }.count == 3)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"version":2}"#, #"{"version":1,"urls":["http://a.test/1","http://b.test/2"]}"#,
        #"{"version":1,"urls":["http://a.test/1","http://b.test/2"],"dips":["x"]}"#,
    ])
    func `a file that is something else is refused, and nothing changes`(text: String) {
        var driver = StationDriver()
        let before = driver.station.lineJSON
        #expect(throws: RestoreError.self) { try driver.station.restoreLine(Array(text.utf8)) }
        #expect(driver.station.lineJSON == before)
    }
}
