/// `mode`: when tests are made.
package enum TestMode: String, CaseIterable, Sendable {
    /// All the time, from start to stop.
    case continuous
    /// At times, each until it knows enough.
    case scheduled
}

/// `schedule`: when tests are made in the scheduled mode, and how much of a test each is.
package struct ScheduleSettings: Hashable, Sendable {
    /// `every_minutes` or `cron`.
    package var pace = Schedule.Pace.every(.seconds(3_600))
    /// `spread_minutes`: within how long after its due time a test begins, at random.
    package var spread = Duration.seconds(600)
    /// `quiet_hours`: when no test begins.
    package var quietHours: [FreeHours] = []
    /// `precision_percent`: a test ends as soon as its rate is known to so many percent on either side.
    package var precision_percent = 3.0
    /// `max_seconds`: how long a test may last.
    package var longest = Duration.seconds(10)
    /// `max_mb`: what a test may take; `nil` for any amount.
    package var most: ByteCount?
    /// `busy_mbps`, `only_interface` and `only_address`.
    package var conditions = TestConditions(busy: .megabits(10))

    /// Makes the settings that an empty config.json gives.
    package init() {}

    /// The schedule of one machine.
    package func schedule(seed: UInt64) -> Schedule {
        Schedule(pace: pace, spread: spread, quietHours: quietHours, seed: seed)
    }
}

/// `budget`: what the tests may spend, as config.json says it.
package struct BudgetSettings: Hashable, Sendable {
    /// What the cycle's limit is in the scheduled mode if nothing else is said, in percent of the plan's cap.
    package static let frugal_percent = 2.0

    /// Every limit that is given as an amount.
    package var amounts = Budget()
    /// `cycle_percent`: the cycle's limit as a share of the plan's cap.
    package var cycle_percent: Double?

    /// Makes settings that limit nothing.
    package init() {}

    /// The budget in force.
    ///
    /// In the scheduled mode a plan with a cap has a limit for its cycle in any case: 2 % of the cap.
    /// - Parameters:
    ///   - cap: The plan's cap; `nil` without one.
    ///   - mode: When tests are made.
    ///   - stopsAtCap: Whether tests end at the cap.
    /// - Returns: All limits as amounts.
    package func budget(cap: ByteCount?, mode: TestMode, stopsAtCap: Bool) -> Budget {
        var budget = amounts
        budget.stopsAtCap = stopsAtCap && cap != nil
        let percent = cycle_percent ?? (mode == .scheduled ? Self.frugal_percent : nil)
        if budget.cycle == nil, let percent, let cap {
            budget.cycle = ByteCount(Int64(Double(cap.bytes) * percent / 100))
        }
        return budget
    }
}
