/// Both ledgers of a simulated line, and what the budget's limits count.
struct SimulatedLedger {
    /// A cycle and what it has carried.
    struct Cycle: Hashable, Sendable {
        var cycle: BillingCycle
        /// What counted of the plan, tests included.
        var used = ByteCount.zero
        /// What the tests took.
        var tests = ByteCount.zero
        /// How many tests were made.
        var count = 0
    }

    private let plan: Plan
    private(set) var current: Cycle
    private(set) var spending = Budget.Spending()
    private var hour: Int
    private var date: CivilDate

    init(plan: Plan, at start: Timestamp) {
        self.plan = plan
        current = Cycle(cycle: plan.cycle(at: start))
        let local = plan.zone.local(start)
        hour = local.hour
        date = local.date
        spending.capLeft = plan.left(used: .zero)
    }

    /// What the cycle has used.
    var used: ByteCount { current.used }

    /// Lets time pass.
    ///
    /// - Returns: The cycle that has ended, if one has.
    mutating func turn(at time: Timestamp) -> Cycle? {
        let local = plan.zone.local(time)
        if local.hour != hour || local.date != date { spending.hour = .zero }
        if local.date != date { spending.day = .zero }
        (hour, date) = (local.hour, local.date)
        guard !current.cycle.contains(time) else { return nil }
        defer {
            current = Cycle(cycle: plan.cycle(at: time))
            spending.cycle = .zero
            spending.capLeft = plan.left(used: .zero)
        }
        return current
    }

    /// Counts what the line carried.
    mutating func carry(_ traffic: Traffic, at time: Timestamp) {
        current.used += plan.counted(UsageSlot(start: UsageSlot.start(of: time), traffic: traffic))
        spending.capLeft = plan.left(used: current.used)
    }

    /// Counts what a test took.
    mutating func spend(_ amount: ByteCount, at time: Timestamp) {
        carry(Traffic(down: amount), at: time)
        current.tests += amount
        spending.session += amount
        spending.hour += amount
        spending.day += amount
        spending.cycle += amount
    }

    /// Counts a test.
    mutating func countTest() { current.count += 1 }
}
