import DatacapCore
import Testing
import TestSupport

struct StationCommandTests {
    @Test func `a start launches the downloader with the configured order`() {
        var driver = StationDriver { $0.streams = 7 }
        let effects = driver.put(.command(.start))
        #expect(driver.station.state.name == .starting)
        #expect(driver.answer?.isChange == true)
        var order = driver.station.configuration.order
        order.maximumBytes = driver.station.configuration.dataCap?.bytes
        #expect(effects.contains(.launch(order, after: .zero)))
        #expect(effects.contains(.save))
    }

    @Test func `starting a running test says so and changes nothing`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(50), for: .seconds(5))
        let before = driver.station.session
        driver.put(.command(.start))
        #expect(driver.answer?.isPossible == true)
        #expect(driver.answer?.isChange == false)
        #expect(driver.station.session == before)
    }

    @Test(arguments: Station.Command.allCases)
    func `every command is answered exactly once in every state`(command: Station.Command) {
        for prepare in StationCommandTests.preparations {
            var driver = StationDriver()
            prepare(&driver)
            let answers = driver.put(.command(command)).filter { if case .answer = $0 { true } else { false } }
            #expect(answers.count == 1, "\(command) in \(driver.station.state)")
        }
    }

    private static let preparations: [@Sendable (inout StationDriver) -> Void] = [
        { _ in },
        { $0.put(.command(.start)) },
        {
            $0.start(); $0.flow(.megabits(5), for: .seconds(1))
        },
        {
            $0.start(); $0.put(.command(.pause))
        },
        {
            $0.start(); $0.put(.command(.stop))
        },
        {
            $0.start(); $0.put(.tick, after: .seconds(20))
        },
        { driver in
            driver.put(.command(.start))
            for _ in 0..<5 { driver.put(.downloaderExited(.notStarted("gone"))) }
        },
    ]

    @Test(arguments: [Station.Command.pause, .resume])
    func `an impossible step is refused`(command: Station.Command) {
        var driver = StationDriver()
        driver.put(.command(command))
        #expect(driver.answer?.isPossible == false)
        #expect(driver.station.state.name == .stopped)
    }

    @Test func `pause and resume are told to the downloader`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(50), for: .seconds(5))
        driver.put(.command(.pause))
        #expect(driver.signals == [.pause])
        #expect(driver.station.state == .paused)
        driver.put(.command(.resume))
        #expect(driver.signals == [.resume])
        #expect(driver.station.state == .running)
    }

    @Test func `a downloader that comes up while the test is paused is paused too`() {
        var driver = StationDriver()
        driver.put(.command(.start))
        driver.put(.command(.pause))
        #expect(driver.signals.isEmpty, "a signal before its handler stands would end the process")
        driver.put(.downloader(.started(processID: 7, uptime: .zero)))
        #expect(driver.signals == [.pause])
    }

    @Test func `a stop ends with the downloader's exit, and a stubborn one is killed`() {
        var driver = StationDriver()
        driver.start()
        driver.put(.command(.stop))
        #expect(driver.signals == [.terminate])
        driver.put(.tick, after: .seconds(1))
        #expect(driver.signals.isEmpty)
        driver.put(.tick, after: .milliseconds(300))
        #expect(driver.signals == [.kill])
        driver.put(.downloaderExited(.signal(9)))
        #expect(driver.station.state == .stopped(.requested))
        #expect(driver.station.counters.exits == [.timeout: 1])
    }

    @Test func `a reset zeroes totals, session, samples and detector, and no counter`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(60))
        let counted = driver.station.targets.ledgers.map(\.bytes)
        driver.put(.command(.reset))
        #expect(driver.station.total == .zero)
        #expect(driver.station.session.amount == .zero)
        #expect(driver.station.session.points.count == 0)
        #expect(driver.station.session.peak == .zero)
        #expect(driver.station.verdict.baseline == nil)
        #expect(driver.station.targets.ledgers.map(\.bytes) == counted)
        #expect(driver.station.state == .running)
    }
}
