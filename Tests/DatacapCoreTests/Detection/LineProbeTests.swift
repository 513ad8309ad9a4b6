import Testing

@testable import DatacapCore

@Suite struct LineProbeTests {
    /// A drop of the whole line, in Mbit/s.
    private static func drop(from before_mbps: Double, to after_mbps: Double) -> LevelDrop {
        LevelDrop(
            kind: .throttled(nil),
            since_seconds: 0,
            noticed_seconds: 30,
            before_mbps: before_mbps,
            noise: 0.02,
            after_mbps: after_mbps,
            afterLow_mbps: after_mbps,
            afterHigh_mbps: after_mbps,
            depth: after_mbps / before_mbps,
            ceiling: nil,
            expectedPerDay: 0.1
        )
    }

    /// What the whole line carries to a test and its probe beside so many of others' connections for each of the test's.
    private static func carried(of line_mbps: Double, beside others: Double) -> Double {
        line_mbps * 3 / (3 + others)
    }

    @Test(arguments: [0.4, 0.7, 1, 2, 4, 8])
    func `a line that others crowd is told from a held one, however many they are`(others: Double) {
        let drop = Self.drop(from: 100, to: 100 / (1 + others))
        let probe = LineProbe(target: 0, ipVersion: .any, rate: .megabits(Self.carried(of: 100, beside: others)))
        #expect([.shared, .contradicts].contains(probe.judged(beside: drop).finding))
        let held = LineProbe(target: 0, ipVersion: .any, rate: .megabits(1.1 * drop.after_mbps))
        #expect(held.judged(beside: drop).finding == .agrees)
    }

    @Test(arguments: [0.3, 0.5, 0.65], [0.05, 0.2, 0.35])
    func `a held line of which a household takes some agrees`(limit: Double, others: Double) {
        let drop = Self.drop(from: 100, to: 100 * limit / (1 + others))
        let probe = LineProbe(
            target: 0,
            ipVersion: .any,
            rate: .megabits(Self.carried(of: 100 * limit, beside: others))
        )
        #expect(probe.judged(beside: drop).finding == .agrees)
    }

    @Test func `fewer connections more make a crowded line give less more`() {
        // Two for each of the test's: half of the line is the test's, two thirds are its and the probe's.
        let drop = Self.drop(from: 100, to: 50)
        func finding(_ rate_mbps: Double) -> LineProbe.Finding {
            LineProbe(target: 0, ipVersion: .any, rate: .megabits(rate_mbps), connectionsRatio: 2)
                .judged(beside: drop).finding
        }
        #expect(finding(66) == .shared)
        #expect(finding(56) == .agrees)
        #expect(LineProbe.streams(besideTestOf: 4) == 8)
        #expect(LineProbe.streams(besideTestOf: 50) == 64)
        #expect(LineProbe.streams(insteadOfTestOf: 4) == 12)
    }

    @Test func `a probe that brings nothing has failed`() {
        let probe = LineProbe(target: 0, ipVersion: .v6, rate: nil)
        #expect(probe.judged(beside: Self.drop(from: 100, to: 30)).finding == .failed)
    }
}
