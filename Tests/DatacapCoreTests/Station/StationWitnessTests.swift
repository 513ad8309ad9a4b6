import DatacapCore
import Testing
import TestSupport

@Suite struct StationWitnessTests {
    private static let machine = MachineReading(ipVersion: .v4)

    /// A test of 100 Mbit/s by IPv4 that has dropped to 30, until the first probe is ordered.
    private func throttled(_ change: (inout Configuration) -> Void = { _ in }) -> (StationDriver, [FetchOrder]) {
        var driver = StationDriver(change)
        driver.start()
        driver.flow(.megabits(100), for: .seconds(120), machine: Self.machine)
        var probes: [FetchOrder] = []
        for _ in 0..<240 where probes.isEmpty && driver.station.verdict.accusation == nil {
            probes = StationDriver.probes(driver.flow(.megabits(30), for: .milliseconds(250), machine: Self.machine))
        }
        return (driver, probes)
    }

    @Test func `the other IP family is asked before the provider is accused`() throws {
        var (driver, probes) = throttled()
        let order = try #require(probes.first)
        #expect(order.urls == ["http://a.test/1"])
        #expect(order.ipVersion == .v6)
        #expect(order.streams == 8)
        #expect(order.maximumBytes == 100_000_000)
        #expect(order.maximumMilliseconds == 4_000)
        #expect(driver.station.verdict.accusation == nil)
        #expect(driver.station.verdict.name == "undecided")
        let before = driver.station.total
        driver.probe(.megabits(12), beside: .megabits(18), machine: Self.machine)
        #expect(driver.station.total - before == ByteCount(15_000_000))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.kind == .throttled(nil))
        #expect(accusation.probes.map(\.finding) == [.agrees])
        #expect(accusation.probes.first?.rate == .megabits(30))
        #expect(driver.station.counters.detections == 1)
    }

    @Test func `what a probe takes from the test is no deeper drop`() throws {
        var (driver, _) = throttled()
        driver.probe(.megabits(25), beside: .megabits(5), machine: Self.machine)
        let after = try #require(driver.station.verdict.accusation?.after)
        #expect(abs(after.rate.megabitsPerSecond - 30) < 1)
    }

    @Test func `what others take is counted as it is while a probe runs`() throws {
        var (driver, _) = throttled()
        // Others had 10 of the 30 before; they have 2 beside the probe, and its interface tells.
        let frames = 1.08
        func machine(_ all_mbps: Double) -> MachineReading {
            MachineReading(interfaceBytes: Int64(all_mbps * frames * 31_250), ipVersion: .v4)
        }
        driver.probe(.megabits(18), beside: .megabits(10), machine: machine(30), probeMachine: machine(30.5))
        let accusation = try #require(driver.station.verdict.accusation)
        #expect(accusation.probes.map(\.finding) == [.agrees])
        let rate = try #require(accusation.probes.first?.rate)
        #expect((28...31).contains(rate.megabitsPerSecond))
    }

    @Test func `a line that carries more by the other family is not throttled`() throws {
        var (driver, _) = throttled()
        driver.probe(.megabits(68), beside: .megabits(30), machine: Self.machine)
        driver.flow(.megabits(30), for: .seconds(200), machine: Self.machine)
        #expect(driver.station.verdict.accusation == nil)
        #expect(driver.station.verdictSentence.contains("but not everywhere: 98 Mbit/s in all with a.test by IPv6"))
    }

    @Test func `a target that isn't in use is asked first`() throws {
        var driver = StationDriver { $0.testURLs = ["http://a.test/1", "http://b.test/2", "http://c.test/3"] }
        driver.start()
        let shares = [0.6, 0, 0.4]
        driver.flow(.megabits(100), for: .seconds(120), shares: shares, machine: Self.machine)
        var probes: [FetchOrder] = []
        for _ in 0..<300 where probes.isEmpty {
            let effects = driver.flow(
                .megabits(30),
                for: .milliseconds(250),
                shares: shares,
                machine: Self.machine
            )
            probes = StationDriver.probes(effects)
        }
        let first = try #require(probes.first)
        #expect(first.urls == ["http://b.test/2"])
        #expect(first.ipVersion == .any)
        #expect(first.maximumBytes == 50_000_000)
        let next = StationDriver.probes(
            driver.probe(.megabits(15), beside: .megabits(15), machine: Self.machine)
        )
        #expect(next.map(\.ipVersion) == [.v6])
        driver.probe(.zero, beside: .megabits(30), machine: Self.machine)
        #expect(driver.station.verdict.accusation?.probes.map(\.finding) == [.agrees, .failed])
    }

    @Test func `where the other family has no way, the own one is asked with more connections`() throws {
        var (driver, _) = throttled()
        let own = StationDriver.probes(driver.probe(.zero, beside: .megabits(30), machine: Self.machine))
        #expect(own.map(\.ipVersion) == [.any])
        #expect(own.map(\.streams) == [8])
        let more = StationDriver.probes(
            driver.probe(.megabits(20), beside: .megabits(11), machine: Self.machine)
        )
        #expect(more.isEmpty)
        #expect(driver.station.verdict.accusation?.probes.map(\.finding) == [.failed, .agrees])
    }

    @Test func `without a budget the accusation stands on its own`() {
        let (driver, probes) = throttled { $0.confirmation = .zero }
        #expect(probes.isEmpty)
        #expect(driver.station.verdict.accusation?.probes == [])
    }

    @Test func `probes keep out of the last bytes of a cap`() {
        // 120 s at 100 Mbit/s are 1.5 GB.
        let (_, probes) = throttled { $0.dataCap = .gigabytes(1.6) }
        #expect(probes.count == 1)
        #expect(probes.allSatisfy { (10_000_000..<90_000_000).contains($0.maximumBytes ?? 0) })
    }

    @Test(
        arguments: [
            { $0.ipVersion = .v4 },
            { $0.proxy = "http://proxy.test:3128" },
            { $0.testURLs = ["http://192.0.2.1/1", "http://[2001:db8::1]/2"] },
        ] as [@Sendable (inout Configuration) -> Void]
    )
    func `who chose one way is probed by that, with more connections`(
        change: @Sendable (inout Configuration) -> Void
    ) {
        let (driver, probes) = throttled(change)
        #expect(probes.map(\.ipVersion) == [driver.station.configuration.ipVersion])
        #expect(probes.map(\.proxy) == [driver.station.configuration.proxy])
        #expect(probes.map(\.streams) == [8])
    }

    @Test func `a test that ends while a witness speaks forgets the round`() {
        var (driver, _) = throttled()
        driver.put(.command(.stop))
        driver.put(.downloaderExited(.code(0)))
        let effects = driver.put(.probeExited)
        #expect(StationDriver.probes(effects).isEmpty)
        driver.start()
        driver.flow(.megabits(100), for: .seconds(60), machine: Self.machine)
        #expect(driver.station.verdict.detections.isEmpty)
    }
}
