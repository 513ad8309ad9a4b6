/// What the tests may spend at most.
package struct Budget: Hashable, Sendable {
    /// What limits the tests' spending.
    package enum Limit: String, CaseIterable, Sendable {
        /// `session_gb`: from one start to the next.
        case session
        /// `hour_gb`: in a clock hour of the plan's zone.
        case hour
        /// `day_gb`: in a day of the plan's zone.
        case day
        /// `cycle_gb`: in a cycle of the plan.
        case cycle
        /// `reserve_gb`: what must be left of the plan's cap.
        case reserve
        /// The cap itself, with `at_cap` being `stop`.
        case cap
    }

    /// What is spent already, reservations included.
    package struct Spending: Hashable, Sendable {
        /// Since the test was started.
        package var session = ByteCount.zero
        /// In this clock hour.
        package var hour = ByteCount.zero
        /// On this day.
        package var day = ByteCount.zero
        /// In this cycle.
        package var cycle = ByteCount.zero
        /// What is left of the cap; `nil` without one.
        package var capLeft: ByteCount?

        /// Makes the spending of somebody who has spent nothing.
        package init() {}
    }

    /// How much may still be spent, and what forbids more.
    package struct Allowance: Hashable, Sendable {
        /// How much; never negative.
        package var amount: ByteCount
        /// What forbids more.
        package var limit: Limit

        /// Makes an allowance.
        package init(amount: ByteCount, limit: Limit) {
            self.amount = amount
            self.limit = limit
        }
    }

    /// The most of a session.
    package var session: ByteCount?
    /// The most of a clock hour.
    package var hour: ByteCount?
    /// The most of a day.
    package var day: ByteCount?
    /// The most of a cycle.
    package var cycle: ByteCount?
    /// What must be left of the cap.
    package var reserve: ByteCount?
    /// Whether the tests must not go past the cap.
    package var stopsAtCap = false

    /// Makes a budget without any limit.
    package init() {}

    /// Whether anything is limited.
    package var isLimited: Bool { self != Budget() }

    /// How much may still be spent; `nil` if nothing limits it.
    package func allowance(after spending: Spending) -> Allowance? {
        var left: [(ByteCount, Limit)] = []
        if let session { left.append((session - spending.session, .session)) }
        if let hour { left.append((hour - spending.hour, .hour)) }
        if let day { left.append((day - spending.day, .day)) }
        if let cycle { left.append((cycle - spending.cycle, .cycle)) }
        if let capLeft = spending.capLeft {
            if let reserve { left.append((capLeft - reserve, .reserve)) }
            if stopsAtCap { left.append((capLeft, .cap)) }
        }
        return left.min { $0.0 < $1.0 }.map { Allowance(amount: max(.zero, $0.0), limit: $0.1) }
    }
}
