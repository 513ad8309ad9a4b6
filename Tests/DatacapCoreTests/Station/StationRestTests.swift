import DatacapCore
import Testing
import TestSupport

@Suite struct StationRestTests {
    /// A test of 100 Mbit/s that has met a ceiling fifty seconds after its start, until it is told to rest.
    private static func resting(at ceiling: BitRate = .megabits(30)) throws -> StationDriver {
        var driver = StationDriver { $0.confirmation = .zero }
        driver.start()
        driver.flow(.megabits(100), for: .seconds(50))
        for _ in 0..<240 where driver.station.verdict.accusation == nil {
            driver.flow(ceiling, for: .milliseconds(250))
        }
        let accusation = try #require(driver.station.verdict.accusation)
        guard case .burstShaping = accusation.kind else {
            Issue.record("\(accusation.kind)")
            return driver
        }
        #expect(driver.signals == [.pause])
        return driver
    }

    /// Whether some effects tell the downloader to pause.
    private static func rests(_ effects: [Station.Effect]) -> Bool { effects.contains(.signal(.pause)) }

    /// Lets four seconds pass, tick by tick.
    private static func wake(_ driver: inout StationDriver) {
        for _ in 0..<3 {
            driver.put(.tick, after: .seconds(1))
            #expect(driver.signals.isEmpty)
        }
        driver.put(.tick, after: .seconds(1))
        #expect(driver.signals == [.resume])
    }

    @Test func `a line that is as slow after a rest has met a limit`() throws {
        var driver = try Self.resting()
        Self.wake(&driver)
        driver.flow(.megabits(30), for: .seconds(5))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.kind == .throttled(nil))
        #expect(accusation.rest == LineRest(rate: .megabits(30), finding: .unchanged))
        #expect(driver.station.verdictSentence.hasSuffix("70 % less. A short rest changed nothing: 30 Mbit/s."))
        #expect(driver.station.counters.detections == 1)
        // It is looked at once, and stays what it is.
        let later = driver.flow(.megabits(30), for: .seconds(200))
        #expect(!Self.rests(later))
        #expect(driver.station.verdict.accusation?.kind == .throttled(nil))
    }

    @Test func `a line that is fast again after a rest has a bucket`() throws {
        var driver = try Self.resting()
        Self.wake(&driver)
        // The first second finds its speed, and 4 s at 30 Mbit/s fill 1.7 s at 100.
        driver.flow(.megabits(40), for: .seconds(1), ramping: 4)
        driver.flow(.megabits(100), for: .milliseconds(1_500))
        driver.flow(.megabits(30), for: .seconds(3))
        try Self.expectBucket(&driver)
    }

    @Test func `a bucket that is empty again within a second is one as well`() throws {
        var driver = try Self.resting()
        Self.wake(&driver)
        driver.flow(.megabits(100), for: .milliseconds(1_000))
        driver.flow(.megabits(30), for: .seconds(4))
        try Self.expectBucket(&driver)
    }

    @Test func `a limit that is lifted while the test rests is no bucket: that would be empty by now`() throws {
        var driver = try Self.resting(at: .megabits(15))
        Self.wake(&driver)
        driver.flow(.megabits(100), for: .seconds(5))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.kind == .throttled(nil))
        #expect(accusation.rest?.finding == .lifted)
        #expect(driver.station.verdictSentence.hasSuffix("After a short rest the limit was gone: 100 Mbit/s."))
        driver.flow(.megabits(100), for: .seconds(10))
        #expect(driver.station.verdict.accusation == nil)
    }

    @Test(arguments: [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65])
    func `a bucket as full as it can be is one whatever its rate`(share: Double) throws {
        let rate = BitRate.megabits(100 * share)
        var driver = try Self.resting(at: rate)
        Self.wake(&driver)
        // For a second next to nothing is drawn, so what five have brought is there to be had.
        driver.flow(.megabits(1), for: .seconds(1), ramping: 4)
        driver.flow(.megabits(100), for: .seconds(min(3, 5 * share / (1 - share))))
        driver.flow(rate, for: .seconds(5))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.rest?.finding == .filled)
        guard case .burstShaping = accusation.kind else {
            Issue.record("\(accusation.kind)")
            return
        }
    }

    private static func expectBucket(_ driver: inout StationDriver) throws {
        let accusation = try #require(driver.station.verdict.accusation)
        guard case .burstShaping(let bucket) = accusation.kind else {
            Issue.record("\(accusation.kind)")
            return
        }
        #expect(abs(bucket.sustained.megabitsPerSecond - 30) < 0.5)
        #expect(accusation.rest?.finding == .filled)
        #expect(driver.station.verdictSentence.contains("After a short rest it was fast again: "))
        let later = driver.flow(.megabits(30), for: .seconds(200))
        #expect(!rests(later))
    }

    @Test func `no data after a rest tells nothing, and no second rest is taken`() throws {
        var driver = try Self.resting()
        Self.wake(&driver)
        driver.flow(.zero, for: .seconds(6))
        let effects = driver.flow(.megabits(30), for: .seconds(60))
        #expect(!Self.rests(effects))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.rest == LineRest(rate: nil, finding: .nothing))
        #expect(!accusation.sentence().contains("rest"))
    }

    @Test func `nothing that comes while the test rests is a stall`() throws {
        var driver = try Self.resting()
        for _ in 0..<3 {
            let sample = FetchSample(
                uptime: driver.time.now.uptime,
                interval: .milliseconds(200),
                bytes: [0, 0],
                streams: 0
            )
            driver.put(.downloader(.sample(sample)), after: .milliseconds(200))
        }
        #expect(driver.station.state == .running)
        Self.wake(&driver)
        driver.flow(.megabits(30), for: .seconds(5))
        #expect(driver.station.verdict.accusation?.kind == .throttled(nil))
    }

    @Test func `an order that is read again while the test rests begins with a downloader that runs`() throws {
        var driver = try Self.resting()
        var changed = driver.station.configuration
        changed.throttleThresholdPercent = 40
        driver.put(.reloaded(changed))
        #expect(driver.signals.first == .resume)
        for _ in 0..<10 { #expect(!Self.rests(driver.put(.tick, after: .seconds(1)))) }
    }

    @Test func `the speed that was stays shown while the test rests`() throws {
        let driver = try Self.resting()
        #expect(driver.station.session.speed == .megabits(30))
    }

    @Test func `a pause that is asked for lasts, whatever the rest was about`() throws {
        var driver = try Self.resting()
        driver.put(.command(.pause))
        #expect(driver.station.state == .paused)
        for _ in 0..<10 {
            driver.put(.tick, after: .seconds(1))
            #expect(driver.signals.isEmpty)
        }
        driver.put(.command(.resume))
        #expect(driver.signals == [.resume])
        #expect(driver.station.state == .running)
    }

    @Test func `who resets while the test rests gets one that runs`() throws {
        var driver = try Self.resting()
        driver.put(.command(.reset))
        #expect(driver.signals.first == .resume)
        driver.flow(.megabits(100), for: .seconds(5))
        #expect(driver.station.session.speed == .megabits(100))
    }

    @Test func `a downloader that ends while the test rests is started again and runs`() throws {
        var driver = try Self.resting()
        driver.put(.downloaderExited(.signal(9)))
        driver.put(.downloader(.started(processID: 8, uptime: driver.time.now.uptime)), after: .seconds(2))
        #expect(driver.signals.isEmpty)
        driver.flow(.megabits(100), for: .seconds(5))
        #expect(driver.station.state == .running)
        #expect(driver.station.session.speed == .megabits(100))
    }

    @Test func `a test that is stopped while it rests ends`() throws {
        var driver = try Self.resting()
        driver.put(.command(.stop))
        #expect(driver.signals == [.terminate])
        driver.put(.downloaderExited(.code(0)))
        #expect(driver.station.state == .stopped(.requested))
    }

    @Test func `a limit that sets in later is told without a rest`() throws {
        var driver = StationDriver { $0.confirmation = .zero }
        driver.start()
        driver.flow(.megabits(100), for: .seconds(200))
        let effects = driver.flow(.megabits(30), for: .seconds(100))
        #expect(driver.station.verdict.accusation?.kind == .throttled(nil))
        #expect(!Self.rests(effects))
    }
}
