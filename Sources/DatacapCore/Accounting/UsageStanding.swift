/// What both ledgers say of the plan's cycle at one time.
package struct UsageStanding: Hashable, Sendable {
    /// What one day brought, in the plan's zone.
    package struct Day: Hashable, Sendable {
        /// The day.
        package var date: CivilDate
        /// What the whole line carried.
        package var line: Traffic
        /// What counts of it by the plan; of the tests' payload where the line isn't counted.
        package var counted: ByteCount
        /// The tests' payload.
        package var tests: ByteCount
    }

    /// When the ledgers were read.
    package var time: Timestamp
    /// The plan's cycle then.
    package var cycle: BillingCycle
    /// Which ledger says what is used.
    package var source: UsageLedger
    /// What counts of the cycle so far by the plan, what the provider said included.
    package var used: ByteCount
    /// What counted in the whole of the cycle before; `nil` if nothing was counted then.
    package var usedBefore: ByteCount?
    /// What the whole line has carried in the cycle.
    package var line: Traffic
    /// How much of that may belong to another slot, because nobody looked meanwhile.
    package var uncertain: ByteCount
    /// The tests' payload in the cycle.
    package var tests: ByteCount
    /// What the tests have spent in this hour, on this day and in this cycle.
    package var spending: Budget.Spending
    /// The days of the cycle so far that brought anything, earliest first.
    package var days: [Day]
    /// Where it leads to; `nil` while nothing is known.
    package var forecast: Forecast?

    /// Sums the ledgers up.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - line: The whole line's slots of this cycle and some before, earliest first; `nil` if it isn't counted.
    ///   - tests: The tests' slots of the same time.
    ///   - now: The time.
    package init(plan: Plan, line: [UsageSlot]?, tests: [UsageSlot], at now: Timestamp) {
        time = now
        cycle = plan.cycle(at: now)
        source = line == nil ? .tests : .line
        let counting = line ?? tests
        used = plan.used(slots: counting, in: cycle)
        let before = plan.cycle(before: cycle)
        usedBefore = counting.contains { before.contains($0.start) } ? plan.used(slots: counting, in: before) : nil
        let inCycle = cycle
        let lineNow = (line ?? []).filter { inCycle.contains($0.start) }
        let testsNow = tests.filter { inCycle.contains($0.start) }
        self.line = lineNow.reduce(.zero) { $0 + $1.traffic }
        uncertain = lineNow.reduce(.zero) { $0 + $1.uncertain }
        self.tests = testsNow.reduce(.zero) { $0 + $1.traffic.total }
        days = Self.days(plan: plan, line: lineNow, tests: testsNow, isLine: line != nil)
        spending = Self.spending(testsNow, plan: plan, used: used, at: now)
        forecast = Forecast(plan: plan, cycle: cycle, used: used, days: plan.days(of: counting), at: now)
    }

    private static func days(plan: Plan, line: [UsageSlot], tests: [UsageSlot], isLine: Bool) -> [Day] {
        var days: [CivilDate: Day] = [:]
        func change(_ slot: UsageSlot, _ body: (inout Day) -> Void) {
            let date = plan.zone.local(slot.start).date
            body(&days[date, default: Day(date: date, line: .zero, counted: .zero, tests: .zero)])
        }
        for slot in line {
            change(slot) { day in
                day.line += slot.traffic
                day.counted += plan.counted(slot)
            }
        }
        for slot in tests {
            change(slot) { day in
                day.tests += slot.traffic.total
                if !isLine { day.counted += plan.counted(slot) }
            }
        }
        return days.values.sorted { $0.date < $1.date }
    }

    private static func spending(_ slots: [UsageSlot], plan: Plan, used: ByteCount, at now: Timestamp)
        -> Budget.Spending
    {
        let local = plan.zone.local(now)
        let hour = plan.zone.time(local.date, hour: local.hour, minute: 0)
        let day = plan.zone.startOfDay(local.date)
        var spending = Budget.Spending()
        for slot in slots {
            let amount = slot.traffic.total
            spending.cycle += amount
            if slot.start >= day { spending.day += amount }
            if slot.start >= hour { spending.hour += amount }
        }
        spending.capLeft = plan.left(used: used)
        return spending
    }
}
