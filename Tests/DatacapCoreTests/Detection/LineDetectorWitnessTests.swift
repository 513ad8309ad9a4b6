import DatacapCore
import Testing

@Suite struct LineDetectorWitnessTests {
    private static func probe(_ rate_mbps: Double?, target: Int = 0) -> LineProbe {
        LineProbe(target: target, ipVersion: .v6, rate: rate_mbps.map { .megabits($0) })
    }

    /// A detector that has held an accusation back: a line of 100 Mbit/s that gives 30.
    private func suspicious(_ settings: DetectorSettings = DetectorSettings()) -> Bench {
        var line = SyntheticLine(seed: 71)
        var bench = Bench(settings)
        bench.detector.asksWitnesses = true
        for _ in 0..<300 { bench.feed(line.next()) }
        for _ in 0..<120 where bench.raised.isEmpty { bench.feed(line.shaped(to: 30)) }
        return bench
    }

    @Test func `an accusation waits for its witnesses`() throws {
        let bench = suspicious()
        let raised = try #require(bench.raised.first)
        #expect(raised.kind == .undecided)
        #expect(raised.isBeingChecked)
        #expect(raised.sentence().hasSuffix("a second witness is being asked."))
        #expect(bench.accusations.isEmpty)
    }

    @Test func `witnesses that agree stand in it`() throws {
        var bench = suspicious()
        bench.confirm([Self.probe(31), Self.probe(29, target: 1)])
        let accusation = try #require(bench.accusations.first)
        #expect(accusation.kind == .throttled(nil))
        #expect(!accusation.isBeingChecked)
        #expect(accusation.number == bench.raised.first?.number)
        #expect(accusation.probes.map(\.finding) == [.agrees, .agrees])
        #expect(
            accusation.sentence().hasSuffix(
                "Second witnesses agree: 31 Mbit/s in all with target 1 by IPv6 and 29 Mbit/s in all with target 2 by IPv6."
            )
        )
    }

    @Test func `one that contradicts takes it back, for as long as the drop lasts`() throws {
        var bench = suspicious()
        bench.confirm([Self.probe(31), Self.probe(96, target: 1)])
        var line = SyntheticLine(seed: 72)
        for _ in 0..<400 { bench.feed(line.shaped(to: 30)) }
        #expect(bench.accusations.isEmpty)
        let detection = try #require(bench.detector.current.first)
        #expect(detection.kind == .undecided)
        #expect(detection.probes.map(\.finding) == [.agrees, .contradicts])
        #expect(detection.sentence().contains("but not everywhere: 96 Mbit/s in all with target 2 by IPv6."))
    }

    @Test(arguments: [[], [probe(nil)]])
    func `ones that tell nothing leave the line's own evidence`(probes: [LineProbe]) throws {
        var bench = suspicious()
        bench.confirm(probes)
        let accusation = try #require(bench.accusations.first)
        #expect(accusation.kind == .throttled(nil))
        #expect(!accusation.probes.contains { $0.finding == .agrees })
    }

    @Test func `more for more connections is a line that others share`() throws {
        var bench = suspicious()
        bench.confirm([Self.probe(42)])
        var line = SyntheticLine(seed: 74)
        for _ in 0..<400 { bench.feed(line.shaped(to: 30)) }
        #expect(bench.accusations.isEmpty)
        let detection = try #require(bench.detector.current.first)
        #expect(detection.kind == .congestion)
        #expect(detection.sentence().contains("it gives more to more connections: 42 Mbit/s in all"))
    }

    @Test func `a drop that ends while witnesses are asked is never said`() {
        var bench = suspicious()
        var line = SyntheticLine(seed: 73)
        for _ in 0..<60 { bench.feed(line.next()) }
        bench.confirm([Self.probe(95)])
        #expect(bench.accusations.isEmpty)
        #expect(bench.detector.current.isEmpty)
    }
}
