import DatacapCore
import Testing
import TestSupport

struct StationRecoveryTests {
    private func delay(_ driver: StationDriver) -> Duration? {
        for case .launch(_, let delay) in driver.effects { return delay }
        return nil
    }

    @Test func `a crashed downloader comes back with growing patience`() {
        var driver = StationDriver()
        driver.start()
        var delays: [Duration] = []
        for _ in 0..<8 {
            driver.put(.downloaderExited(.signal(11)))
            delays.append(delay(driver) ?? .zero)
            driver.put(.downloader(.started(processID: 8, uptime: .zero)))
        }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
        #expect(driver.station.downloader.restarts == 8)
        #expect(driver.station.counters.exits == [.signal: 8])
    }

    @Test func `a minute of good running forgets the crashes`() {
        var driver = StationDriver()
        driver.start()
        for _ in 0..<4 {
            driver.put(.downloaderExited(.signal(11)))
            driver.put(.downloader(.started(processID: 8, uptime: .zero)))
        }
        driver.flow(.megabits(8), for: .seconds(61))
        driver.put(.downloaderExited(.code(70)))
        #expect(delay(driver) == .seconds(1))
    }

    @Test func `totals and session outlive a crash`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(30))
        let (total, points) = (driver.station.total, driver.station.session.points.count)
        driver.put(.downloaderExited(.signal(9)))
        #expect(driver.station.state.name == .starting)
        #expect(driver.station.total == total)
        driver.put(.downloader(.started(processID: 8, uptime: .zero)))
        driver.flow(.megabits(80), for: .seconds(4))
        #expect(driver.station.session.points.count == points + 2)
    }

    @Test func `a downloader that can't be started at all fails the test, which can be started again`() {
        var driver = StationDriver()
        driver.put(.command(.start))
        for _ in 0..<4 {
            driver.put(.downloaderExited(.notStarted("no such file")))
            #expect(driver.station.state.name == .starting)
        }
        driver.put(.downloaderExited(.notStarted("no such file")))
        #expect(driver.station.state == .failed("the downloader can't be started: no such file"))
        driver.put(.command(.start))
        #expect(driver.station.state.name == .starting)
    }

    @Test func `a changed order restarts the downloader without counting a crash`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(30))
        var changed = driver.station.configuration
        changed.streams = 9
        driver.put(.reloaded(changed))
        #expect(driver.signals == [.terminate])
        driver.put(.downloaderExited(.code(0)))
        #expect(delay(driver) == .zero)
        #expect(driver.station.downloader.restarts == 0)
        #expect(driver.station.counters.exits == [.requested: 1])
        #expect(driver.station.verdict.baseline == nil)
    }

    @Test func `a faulty reload keeps what was and shows`() {
        var driver = StationDriver()
        let before = driver.station.configuration
        driver.put(.reloadFailed(ConfigurationError(faults: [])))
        #expect(driver.station.configuration == before)
        #expect(!driver.station.counters.reloadSucceeded)
        driver.put(.reloaded(before))
        #expect(driver.station.counters.reloadSucceeded)
    }

    @Test func `a counter never goes back when its URL leaves the configuration`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(1))
        var changed = driver.station.configuration
        changed.testURLs = ["http://b.test/2", "http://b.test/3"]
        driver.put(.reloaded(changed))
        driver.put(.downloaderExited(.code(0)))
        driver.put(.downloader(.started(processID: 8, uptime: .zero)))
        driver.flow(.megabits(80), for: .seconds(1))
        let ledgers = driver.station.targets.ledgers
        #expect(ledgers.map(\.label) == ["a.test", "b.test", "b.test#2"])
        #expect(ledgers.map(\.bytes.bytes) == [5_000_000, 10_000_000, 5_000_000])
    }

    @Test func `data json restores totals and session, and no running test`() throws {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(61))
        let text = driver.station.dataJSON(at: driver.time.now)
        var restored = Station(configuration: driver.station.configuration, at: driver.time.now)
        try restored.restore(text)
        #expect(restored.total == driver.station.total)
        #expect(restored.session.amount == driver.station.session.amount)
        #expect(restored.session.points.points == driver.station.session.points.points)
        #expect(restored.session.average == driver.station.session.average)
        #expect(restored.session.startTime == driver.station.session.startTime)
        #expect(restored.state == .stopped(.notStarted))
    }

    @Test func `the original tool's file is understood`() throws {
        var station = StationDriver().station
        try station.restore(Array(#"{"speed": 45.2, "total_gb": 12.5, "status": "running"}"#.utf8))
        #expect(station.total == .gigabytes(12.5))
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"total_bytes": -1}"#, #"{"total_gb": "x"}"#,
        #"{"total_gb": 1, "data_points": [{"timestamp": "yesterday"}]}"#,
    ])
    func `a corrupt file is refused and changes nothing`(text: String) {
        var station = StationDriver().station
        #expect(throws: RestoreError.self) { try station.restore(Array(text.utf8)) }
        #expect(station.total == .zero)
    }

    @Test(arguments: 0..<40)
    func `totals never go down but by a reset, whatever happens`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var driver = StationDriver { $0.dataCap = nil }
        var total = ByteCount.zero
        for _ in 0..<150 {
            let commands = Station.Command.allCases
            var wasReset = false
            switch random.next() % 8 {
            case 0:
                let command = commands[Int(random.next() % UInt64(commands.count))]
                wasReset = command == .reset
                driver.put(.command(command))
            case 1: driver.put(.downloaderExited(random.next() % 2 == 0 ? .code(1) : .signal(9)))
            case 2: driver.put(.downloader(.started(processID: 9, uptime: .zero)))
            case 3: driver.put(.tick, after: .milliseconds(Int(random.next() % 5_000)))
            default: driver.flow(.megabits(Double(random.next() % 100)), for: .milliseconds(500))
            }
            #expect(wasReset || driver.station.total >= total)
            #expect(driver.station.session.amount <= driver.station.total)
            total = driver.station.total
        }
    }
}
