import DatacapCore
import Testing

struct SimulationTests {
    private func configuration(cap_gb: Double, _ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration()
        configuration.dataCap = .gigabytes(cap_gb)
        change(&configuration)
        return configuration
    }

    private func run(_ configuration: Configuration, _ home: SimulatedHome, days: Int = 31) -> SimulationReport {
        var simulation = Simulation(configuration, home: home)
        return simulation.run(days: days)
    }

    @Test func `the same seed gives the same month`() {
        let configuration = configuration(cap_gb: 1_000)
        let first = run(configuration, SimulatedHome(seed: 3), days: 5)
        #expect(first.lines == run(configuration, SimulatedHome(seed: 3), days: 5).lines)
        #expect(first.lines != run(configuration, SimulatedHome(seed: 4), days: 5).lines)
    }

    /// Over caps from a mobile plan's to a large home's, lines from slow to fast, and many seeds.
    @Test(arguments: 0..<40)
    func `by default tests never take more than 2 % of the plan`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let cap = [5.0, 15, 50, 250, 1_000, 1_229, 3_000][Int(random.next() % 7)]
        var home = SimulatedHome(seed: seed)
        home.rate = .megabits([3.0, 16, 50, 100, 250, 940, 2_500][Int(random.next() % 7)])
        home.daily = .gigabytes(cap / 30 * (0.3 + random.nextUnit()))
        home.noise = 0.01 + 0.1 * random.nextUnit()
        let report = run(configuration(cap_gb: cap) { $0.atCap = .continue }, home, days: 62)
        let share = try #require(report.greatestShare_percent)
        #expect(share <= 2, "\(report.lines)")
        #expect(report.tests.count { $0.amount > TestCost.latency } >= 2, "\(report.lines)")
        // Where a cycle's budget has room for ten fixed tests, the line's speed is known.
        if cap * 0.02e9 > 100 * home.rate.bytesPerSecond {
            #expect(report.tests.count { $0.kind == .full && $0.rate != nil } >= 10, "\(report.lines)")
        }
    }

    @Test func `each limit of the budget holds in its window`() {
        for (name, limit) in [("hour", 0.05), ("day", 0.3), ("cycle", 4.0)] {
            let configuration = configuration(cap_gb: 100_000) { configuration in
                configuration.testing.schedule.pace = .every(.seconds(600))
                configuration.testing.schedule.conditions.busy = nil
                if name == "hour" { configuration.testing.budget.amounts.hour = .gigabytes(limit) }
                if name == "day" { configuration.testing.budget.amounts.day = .gigabytes(limit) }
                if name == "cycle" { configuration.testing.budget.amounts.cycle = .gigabytes(limit) }
            }
            let report = run(configuration, SimulatedHome(seed: 1), days: 31)
            var sums: [Int64: Int64] = [:]
            for test in report.tests {
                let length: Int64 = name == "hour" ? 3_600_000 : name == "day" ? 86_400_000 : .max
                sums[test.began.milliseconds / length, default: 0] += test.amount.bytes
            }
            // What comes in the fiftieth of a second that an end takes may go past the hour, though never past a buffer a stream.
            let most = ByteCount.gigabytes(limit) + ByteCount(4 * TestOrder.overshoot.bytes)
            #expect(sums.values.allSatisfy { $0 <= most.bytes }, "\(name): \(sums.values.max() ?? 0)")
            #expect(report.events.contains { $0.kind == .budget }, "\(name)")
        }
    }

    @Test func `a provider that holds the line down is found out, an honest one isn't accused`() {
        let configuration = configuration(cap_gb: 1_000)
        var home = SimulatedHome(seed: 6)
        let honest = run(configuration, home)
        #expect(honest.verdicts.isEmpty, "\(honest.lines)")
        home.heldAfter = .gigabytes(150)
        let held = run(configuration, home)
        #expect(held.verdicts.contains { $0.text.hasPrefix("The provider holds the line down") }, "\(held.lines)")
    }

    @Test func `a test takes far less than a fixed one`() {
        let report = run(configuration(cap_gb: 1_000), SimulatedHome(seed: 2))
        let full = report.tests.filter { $0.kind == .full }
        let spent = full.reduce(0) { $0 + $1.amount.bytes }
        #expect(full.count > 100)
        #expect(Double(spent) < 0.75 * Double(report.fixedAmount.bytes), "\(report.lines)")
    }
}
