/// Since when the tests' spending counts for each limit of the budget.
package struct BudgetWindows: Hashable, Sendable {
    /// When the session was started; it names the session.
    package var session: Timestamp
    /// The start of this clock hour in the plan's zone.
    package var hour: Timestamp
    /// The start of this day in the plan's zone.
    package var day: Timestamp
    /// The start of this cycle of the plan.
    package var cycle: Timestamp

    /// Makes the windows.
    package init(session: Timestamp, hour: Timestamp, day: Timestamp, cycle: Timestamp) {
        self.session = session
        self.hour = hour
        self.day = day
        self.cycle = cycle
    }
}

/// What both ledgers say of a cycle so far.
package struct CycleUsage: Hashable, Sendable {
    /// What the tests have spent since its start.
    package var tests: [UsageSlot]
    /// What the whole line has carried since its start.
    package var line: [UsageSlot]

    /// Makes the usage of a cycle.
    package init(tests: [UsageSlot] = [], line: [UsageSlot] = []) {
        self.tests = tests
        self.line = line
    }
}
