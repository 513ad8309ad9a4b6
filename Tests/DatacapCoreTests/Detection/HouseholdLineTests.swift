import TestSupport
import Testing

@testable import DatacapCore

/// A line whose others at home sit behind the router, so that only the test's own share of it is seen.
@Suite struct HouseholdLineTests {
    /// A test that shares a line with a film: a segment every six seconds or so, at half of what the line gives.
    private struct SharedLine {
        var dice: Dice
        var untilNext_seconds = 0.0
        var left_seconds = 0.0

        init(seed: UInt64) { dice = Dice(seed: seed) }

        /// What the test gets of a line in a quarter of a second; the film needs a tenth of the line.
        mutating func next(of line_mbps: Double) -> Double {
            untilNext_seconds -= 0.25
            if untilNext_seconds <= 0 {
                untilNext_seconds = dice.uniform(4.8...7.2)
                left_seconds = 1.25
            }
            left_seconds -= 0.25
            let share = left_seconds > 0 ? 0.5 : 1
            return share * line_mbps * (1 + 0.002 * dice.normal())
        }
    }

    private static func feed(_ bench: inout Bench, _ rate_mbps: Double) {
        bench.feed(LineSample(rate: .megabits(rate_mbps)), after: 0.25)
    }

    @Test(arguments: 1...5)
    func `a limit is suspected within a minute although others take of it, where a witness can be asked`(
        seed: Int
    ) throws {
        var line = SharedLine(seed: UInt64(seed))
        var bench = Bench()
        bench.detector.asksWitnesses = true
        for _ in 0..<480 { Self.feed(&bench, line.next(of: 50)) }
        let onset = bench.now_seconds
        for _ in 0..<224 { Self.feed(&bench, line.next(of: 32)) }
        let suspicion = try #require(bench.raised.first)
        #expect(suspicion.isBeingChecked)
        #expect(abs(suspicion.since.seconds - onset) < 5)
    }

    @Test func `the peaks of a limit are equal, those of a fading line are not`() {
        var line = SharedLine(seed: 7)
        var dice = Dice(seed: 8)
        var limited = FineTexture()
        var fading = FineTexture()
        var level = 0.0
        for step in 0..<200 {
            let time = Double(step) * 0.25
            limited.take(rate_mbps: line.next(of: 32), at: time)
            level = 0.97 * level + 0.25 * dice.normal()
            fading.take(rate_mbps: 32 * max(0.05, 1 + 0.2 * level), at: time)
        }
        #expect(limited.peaks(since: 0).odds < 0.05)
        #expect(abs(limited.peaks(since: 0).ceiling - 32) < 0.5)
        #expect(fading.peaks(since: 0).odds > 0.5)
        #expect(limited.peaks(since: 45).odds == 1)
    }

    @Test(arguments: [0.0, 400, 800])
    func `a stay that is longer than the texture is known for has peaks as well`(since_seconds: Double) {
        var line = SharedLine(seed: 9)
        var texture = FineTexture()
        for step in 0..<4_000 {
            // A pause in between belongs to no block.
            guard !(3_880..<3_900).contains(step) else { continue }
            texture.take(rate_mbps: line.next(of: 32), at: Double(step) * 0.25)
        }
        let peaks = texture.peaks(since: since_seconds)
        #expect(peaks.odds < 0.05)
        #expect(peaks.share > 0.8)
        #expect(abs(peaks.ceiling - 32) < 0.5)
    }

    @Test func `what only peaks tell accuses nobody unless a witness agrees`() throws {
        var line = SharedLine(seed: 2)
        var bench = Bench()
        bench.detector.asksWitnesses = true
        for _ in 0..<480 { Self.feed(&bench, line.next(of: 50)) }
        for _ in 0..<224 where bench.raised.isEmpty { Self.feed(&bench, line.next(of: 32)) }
        try #require(bench.raised.first?.isBeingChecked == true)
        var alone = bench
        alone.confirm([LineProbe(target: 0, ipVersion: .v6, rate: nil)])
        for _ in 0..<240 { Self.feed(&alone, line.next(of: 32)) }
        #expect(alone.accusations.isEmpty)
        #expect(alone.detector.current.map(\.kind) == [.undecided])
        bench.confirm([LineProbe(target: 0, ipVersion: .any, rate: .megabits(31))])
        #expect(bench.accusations.map(\.kind) == [.throttled(nil)])
    }

    @Test func `samples seconds apart have no peaks`() {
        var texture = FineTexture()
        #expect(texture.peaks(since: 0).odds == 1)
        texture.take(rate_mbps: 10, at: 3)
        #expect(texture.peaks(since: 0).odds == 1)
    }
}
