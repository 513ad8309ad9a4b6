package import DatacapCore

/// A household on a line over billing cycles: who uses how much, what the provider does, and what tests see of it.
package struct SimulatedHousehold: Sendable {
    /// A limit from a volume of each cycle on.
    package struct Stage: Sendable {
        /// The volume, in bytes.
        package var volume_bytes: Double
        /// What is left, in Mbit/s.
        package var limit_mbps: Double

        /// Makes a stage.
        package init(volume_bytes: Double, limit_mbps: Double) {
            self.volume_bytes = volume_bytes
            self.limit_mbps = limit_mbps
        }
    }

    /// A time with another speed that has nothing to do with a cap.
    package struct Spell: Sendable {
        /// From when to when, in days from the start of the first cycle.
        package var days: ClosedRange<Double>
        /// What share of the speed is left.
        package var share: Double
        /// Whether only the tests notice: their server is slow.
        package var isServer: Bool

        /// Makes a spell.
        package init(days: ClosedRange<Double>, share: Double, isServer: Bool = false) {
            self.days = days
            self.share = share
            self.isServer = isServer
        }
    }

    /// How the line scatters.
    package enum Noise: Sendable {
        /// About the level by such a share, each figure resembling the one before by so much (0–1).
        case made(share: Double, memory: Double)
        /// As recorded: shares of the usual speed.
        case recorded([[Double]])
    }

    /// How often the line is tested.
    package enum Sampling: Sendable {
        /// All the time, with a figure each so many seconds: the test uses all that the household leaves.
        case continuous(seconds: Double)
        /// Ten seconds each hour, and whether the line's counter is read each half minute.
        case hourly(isCounterRead: Bool)
        /// Ten seconds each hour, and one more wherever ``CapFinder/usageForNextTest(after:finding:cap:)`` wants it.
        case byVolume
    }

    /// What the plan gives, in Mbit/s.
    package var plan_mbps = 100.0
    /// What the household would use in a month, in bytes.
    package var demand_bytes = 500e9
    /// The limits, the one at the least volume first.
    package var stages: [Stage] = []
    /// What share of the speed is left in the evenings; 1 is all.
    package var evening = 1.0
    /// Other times with another speed.
    package var spells: [Spell] = []
    /// What the line loses each day, as a share.
    package var decline = 0.0
    /// How the line scatters.
    package var noise = Noise.made(share: 0.08, memory: 0.7)
    /// When the provider lifts a limit, after the cycle's begin, in seconds.
    package var lift_seconds = 180.0
    /// Where the days of the months are counted from; the cycles are the calendar's.
    package var month = (year: 2026, month: 1)

    /// Makes a household on a line without a cap.
    package init() {}

    /// The cycles, from the first on.
    package func cycles(_ count: Int) -> [BillingCycle] {
        let starts = (0...count).map { place in
            let months = month.month - 1 + place
            let date = CivilDate(year: month.year + months / 12, month: months % 12 + 1, day: 1)
            return Timestamp(milliseconds: Int64(date?.daysSince1970 ?? 0) * 86_400_000)
        }
        return zip(starts, starts.dropFirst()).map { BillingCycle(start: $0, end: $1) }
    }
}
