/// What the user has agreed with the provider: how much may be carried in which time, what of it counts, and what
/// comes after.
package struct Plan: Hashable, Sendable {
    /// Which bytes count.
    package enum Counting: String, CaseIterable, Sendable {
        /// What is received.
        case down
        /// What is sent.
        case up
        /// Both.
        case both
    }

    /// What happens past the cap.
    package enum CapKind: String, CaseIterable, Sendable {
        /// The line goes on: slower, or at a price.
        case soft
        /// Nothing goes past it.
        case hard
    }

    /// What the provider says has been used of a cycle.
    package struct CarriedIn: Hashable, Sendable {
        /// How much.
        package var amount: ByteCount
        /// Up to when: it replaces all that was counted of the same cycle before.
        package var time: Timestamp

        /// Makes such a statement.
        package init(amount: ByteCount, time: Timestamp) {
            self.amount = amount
            self.time = time
        }
    }

    /// The plan's name; `nil` if nobody named it.
    package var name: String?
    /// How much may be carried in a cycle; `nil` for any amount.
    package var cap: ByteCount?
    /// What happens past the cap.
    package var capKind = CapKind.soft
    /// Which bytes count.
    package var counts = Counting.both
    /// When its cycles begin.
    package var cycleRule = CycleRule.dayOfMonth(1)
    /// Whose days and hours it goes by.
    package var zone = ZoneRules.utc
    /// When traffic doesn't count.
    package var freeHours: [FreeHours] = []
    /// What is charged past the cap; `nil` for nothing.
    package var overage: Overage?
    /// What the provider said at some time.
    package var carriedIn: CarriedIn?

    /// Makes a plan without a cap whose cycles are the months of UTC.
    package init() {}

    /// The cycle that a point in time lies in.
    ///
    /// Cycles begin with a day of the plan's zone, whatever its clocks do, and tile time: every instant lies in one.
    package func cycle(at time: Timestamp) -> BillingCycle {
        var number = cycleRule.cycle(near: zone.local(time).date)
        var start = start(ofCycle: number)
        while start > time {
            number -= 1
            start = self.start(ofCycle: number)
        }
        var end = self.start(ofCycle: number + 1)
        while end <= time {
            number += 1
            (start, end) = (end, self.start(ofCycle: number + 1))
        }
        return BillingCycle(start: start, end: end)
    }

    /// The cycle before another.
    package func cycle(before cycle: BillingCycle) -> BillingCycle { self.cycle(at: cycle.start + .milliseconds(-1)) }

    private func start(ofCycle number: Int) -> Timestamp { zone.startOfDay(cycleRule.firstDay(ofCycle: number)) }

    /// What a cycle costs beyond the plan when so much was used; `nil` without a price.
    package func cost(used: ByteCount) -> Money? {
        guard let overage else { return nil }
        return overage.cost(of: cap.map { used - $0 } ?? .zero)
    }

    /// What is left of the cap, zero at least; `nil` without a cap.
    package func left(used: ByteCount) -> ByteCount? { cap.map { max(.zero, $0 - used) } }
}
