import DatacapCore
import Testing

struct SteadyRateTests {
    private func sample(_ rate_mbps: Double, ramping: Int = 0, milliseconds: Int = 250) -> FetchSample {
        let bytes = Int64(rate_mbps * 1e6 / 8 * Double(milliseconds) / 1_000)
        return FetchSample(
            uptime: .zero,
            interval: .milliseconds(milliseconds),
            bytes: [bytes],
            streams: 4,
            ramping: ramping
        )
    }

    /// Runs a test of a made line as a planner would.
    private func run(_ line: inout SyntheticLine, most: Int = 40) -> (rate: SteadyRate, samples: Int) {
        var rate = SteadyRate(wanted_percent: 3)
        for count in 1...most {
            rate.add(sample(line.next()))
            if rate.isPrecise { return (rate, count) }
        }
        return (rate, most)
    }

    @Test func `a flat line is known after little more than three seconds`() throws {
        var rate = SteadyRate(wanted_percent: 3)
        var count = 0
        while !rate.isPrecise {
            rate.add(sample(100))
            count += 1
        }
        #expect(count == 13)
        #expect(try #require(rate.interval).rate.megabitsPerSecond == 100)
    }

    @Test func `slow start and a server's slow beginning stay out`() throws {
        var rate = SteadyRate(wanted_percent: 3)
        for speed in [5.0, 20, 60] { rate.add(sample(speed, ramping: 4)) }
        #expect(rate.count == 0)
        for speed in [40.0, 60, 75, 86, 94] { rate.add(sample(speed)) }
        for index in 0..<16 { rate.add(sample(index.isMultiple(of: 2) ? 99 : 101)) }
        let interval = try #require(rate.interval)
        #expect(abs(interval.rate.megabitsPerSecond - 100) < 0.5)
        #expect(rate.isPrecise)
    }

    @Test func `a burst before the sustained rate is not left out`() throws {
        var rate = SteadyRate(wanted_percent: 3)
        for _ in 0..<6 { rate.add(sample(200)) }
        for _ in 0..<14 { rate.add(sample(100)) }
        #expect(!rate.isPrecise)
        #expect(try #require(rate.interval).rate.megabitsPerSecond == 130)
    }

    @Test func `a drift from second to second is no calm line`() throws {
        var rate = SteadyRate(wanted_percent: 3)
        for index in 0..<16 { rate.add(sample(index / 4 % 2 == 0 ? 97 : 103)) }
        #expect(!rate.isPrecise)
        let interval = try #require(rate.interval)
        #expect(interval.high.megabitsPerSecond > 105)
    }

    @Test func `a restless line keeps its test going`() {
        var line = SyntheticLine(seed: 3)
        line.noise = 0.4
        #expect(!run(&line).rate.isPrecise)
    }

    @Test func `an end in the middle of a sample changes nothing`() {
        var rate = SteadyRate(wanted_percent: 3)
        for _ in 0..<10 { rate.add(sample(100)) }
        let before = rate.interval
        rate.add(sample(3, milliseconds: 40))
        #expect(rate.interval == before)
    }

    @Test func `a line that never settles is taken as it is after five seconds`() throws {
        var rate = SteadyRate(wanted_percent: 3)
        for _ in 0..<20 { rate.add(sample(50, ramping: 4)) }
        #expect(rate.count == 0)
        rate.add(sample(50, ramping: 4))
        #expect(rate.count == 1)
    }

    @Test func `nothing is known of a line that gives nothing`() {
        var rate = SteadyRate(wanted_percent: 3)
        for _ in 0..<40 { rate.add(sample(0)) }
        #expect(rate.interval == nil)
        #expect(!rate.isPrecise)
    }

    /// A test that ended early has an interval that holds the line's level; more memory than is assumed costs some.
    @Test(arguments: [(0.01, 0.3, 0.95), (0.02, 0.5, 0.95), (0.04, 0.5, 0.9), (0.04, 0.7, 0.8)])
    ///
    func `the interval holds the level about as often as it says`(noise: Double, memory: Double, share: Double) throws {
        var ended = 0
        var held = 0
        var within = 0
        for seed in 0..<400 {
            var line = SyntheticLine(seed: UInt64(seed))
            line.noise = noise
            line.memory = memory
            let (rate, samples) = run(&line)
            guard rate.isPrecise else { continue }
            ended += samples < 40 ? 1 : 0
            let interval = try #require(rate.interval)
            held += interval.low <= .megabits(100) && .megabits(100) <= interval.high ? 1 : 0
            within += abs(interval.rate.megabitsPerSecond - 100) <= 3 ? 1 : 0
        }
        #expect(ended > 60)
        #expect(Double(held) >= share * Double(ended), "\(held) of \(ended)")
        #expect(Double(within) >= share * Double(ended), "\(within) of \(ended)")
    }
}
