import DatacapCore
import Testing
import TestSupport

struct StationFlowTests {
    @Test func `every byte is counted once, in every state`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(1))
        driver.put(.command(.pause))
        driver.flow(.megabits(80), for: .milliseconds(250))
        driver.put(.command(.resume))
        driver.flow(.megabits(80), for: .seconds(1))
        driver.put(.command(.stop))
        driver.flow(.megabits(80), for: .milliseconds(250))
        #expect(driver.station.total == ByteCount(25_000_000))
        #expect(driver.station.targets.ledgers.map(\.bytes) == [ByteCount(12_500_000), ByteCount(12_500_000)])
    }

    @Test func `data makes a starting test a running one at once`() {
        var driver = StationDriver()
        driver.start()
        #expect(driver.station.state.name == .starting)
        driver.flow(.megabits(80), for: .milliseconds(250))
        #expect(driver.station.state == .running)
        #expect(driver.effects.contains(.publish))
    }

    @Test func `a figure comes every update interval`() {
        var driver = StationDriver()
        driver.start()
        let effects = driver.flow(.megabits(80), for: .seconds(20))
        #expect(driver.station.session.points.count == 10)
        #expect(effects.filter { $0 == .save }.count == 11)
        #expect(driver.station.session.peak == .megabits(80))
        #expect(driver.station.session.average == .megabits(80))
    }

    @Test func `no data for three seconds is a stall, not a speed of zero`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(30))
        let points = driver.station.session.points.count
        driver.flow(.zero, for: .seconds(10))
        #expect(driver.station.state.name == .stalled)
        #expect(driver.station.session.points.count == points)
        #expect(driver.station.session.speed == nil)
        #expect(
            String(decoding: driver.station.statsJSON(at: driver.time.now), as: UTF8.self)
                .contains("\"speed_mbps\":null")
        )
        driver.flow(.megabits(80), for: .seconds(4))
        #expect(driver.station.state == .running)
        #expect(driver.station.verdict.accusation == nil)
    }

    @Test func `a test that brings nothing for ten seconds is stalled`() {
        var driver = StationDriver()
        driver.start()
        driver.put(.tick, after: .seconds(9))
        #expect(driver.station.state.name == .starting)
        driver.put(.tick, after: .seconds(1))
        #expect(driver.station.state.name == .stalled)
    }

    @Test func `when every URL rests the test is stalled at once`() {
        var driver = StationDriver()
        driver.start()
        let resting = FetchSample(uptime: .zero, interval: .milliseconds(250), bytes: [0, 0], streams: 0)
        driver.put(.downloader(.sample(resting)), after: .milliseconds(250))
        #expect(driver.station.state.name == .starting)
        driver.put(.downloader(.sample(resting)), after: .milliseconds(250))
        #expect(driver.station.state.name == .stalled)
    }

    @Test func `the cap stops the test, or not, as configured`() {
        var driver = StationDriver { $0.dataCap = .gigabytes(0.1) }
        driver.start()
        driver.flow(.megabits(80), for: .seconds(10))
        #expect(driver.station.state.name == .stopping)
        driver.put(.downloaderExited(.code(0)))
        #expect(driver.station.state == .stopped(.capReached))
        driver.put(.command(.start))
        #expect(driver.answer?.isPossible == false)
        driver.put(.command(.reset))
        driver.put(.command(.start))
        #expect(driver.answer?.isChange == true)

        var other = StationDriver {
            $0.dataCap = .gigabytes(0.1)
            $0.atCap = .continue
        }
        other.start()
        other.flow(.megabits(80), for: .seconds(20))
        #expect(other.station.state == .running)
        #expect(other.station.capPercentage == 200)
    }

    @Test func `throttling is detected, counted and cleared`() throws {
        var driver = StationDriver { $0.confirmation = .zero }
        driver.start()
        driver.flow(.megabits(80), for: .seconds(20))
        #expect(driver.station.baseline == .megabits(80))
        #expect(driver.station.verdict.name == "learning")
        driver.flow(.megabits(80), for: .seconds(100))
        #expect(driver.station.verdict.baseline == .megabits(80))
        #expect(driver.station.verdict.name == "normal")
        let onset = driver.time.now.timestamp
        driver.flow(.megabits(8), for: .seconds(60))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(abs(accusation.since.milliseconds - onset.milliseconds) <= 2_000)
        #expect(driver.station.verdict.baseline == .megabits(80))
        #expect(driver.station.counters.detections == 1)
        #expect(driver.station.counters.throttled > .seconds(10))
        driver.flow(.megabits(80), for: .seconds(20))
        #expect(driver.station.verdict.accusation == nil)
    }

    @Test func `a line whose connections never last is judged all the same`() {
        var driver = StationDriver { $0.confirmation = .zero }
        driver.start()
        driver.flow(.megabits(80), for: .seconds(120), ramping: 4)
        #expect(driver.station.baseline == .megabits(80))
        driver.flow(.megabits(8), for: .seconds(60), ramping: 4)
        #expect(driver.station.verdict.accusation != nil)
    }

    @Test func `a pause is not a drop`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(120))
        driver.put(.command(.pause))
        driver.put(.tick, after: .seconds(600))
        driver.put(.command(.resume))
        driver.flow(.megabits(80), for: .seconds(120))
        #expect(driver.station.counters.detections == 0)
    }

    @Test func `a stall is an outage and accuses nobody`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(120))
        driver.flow(.zero, for: .seconds(30))
        #expect(driver.station.verdict.name == "outage")
        #expect(driver.station.counters.detections == 0)
        driver.flow(.megabits(80), for: .seconds(30))
        #expect(driver.station.verdict.name == "normal")
    }

    @Test func `what readers see is all but the detector's memory`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(120))
        let shown = driver.station.withoutWorkings
        #expect(shown.statsJSON(at: driver.time.now) == driver.station.statsJSON(at: driver.time.now))
    }

    @Test func `while nothing comes the state is shown every update interval and not saved`() {
        var driver = StationDriver()
        var published = 0
        for _ in 0..<40 {
            let effects = driver.put(.tick, after: .milliseconds(500))
            published += effects.filter { $0 == .publish }.count
            #expect(!effects.contains(.save))
        }
        #expect(published == 10)
    }

    @Test func `failures are kept with their URL`() throws {
        var driver = StationDriver()
        driver.start()
        driver.put(
            .downloader(
                .failure(url: 1, reason: .httpStatus, detail: "404\u{1b}[2J", rest: .seconds(5), TransferOutcome())
            )
        )
        let ledger = driver.station.targets.ledgers[1]
        #expect(ledger.failures == [.httpStatus: 1])
        #expect(ledger.lastError?.detail == "404[2J")
        #expect(ledger.isResting(at: driver.time.now.timestamp))
        #expect(!ledger.isResting(at: driver.time.now.timestamp + .seconds(6)))
    }
}
