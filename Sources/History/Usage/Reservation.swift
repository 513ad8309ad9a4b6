package import DatacapCore

/// Bytes that the budget granted and that nobody else may spend meanwhile.
package struct Reservation: Hashable, Sendable {
    /// Its number in the store.
    package var number: Int64
    /// The session it counts for, by its start.
    package var session: Timestamp
    /// How much was granted in all.
    package var amount: ByteCount
    /// What limited it, if it is less than was wanted.
    package var limit: Budget.Limit?
}

/// What became of a wish to spend.
package enum ReservationAnswer: Hashable, Sendable {
    /// It was granted, in full or in part.
    case granted(Reservation)
    /// The budget has less than the least that is of use, or nothing; what it has, and what forbids more.
    case refused(Budget.Allowance)
}

/// What somebody wants to spend.
package struct BudgetWish: Hashable, Sendable {
    /// How much.
    package var wanted: ByteCount
    /// With less than this there's no use in beginning.
    package var least: ByteCount
    /// What limits it.
    package var budget: Budget
    /// Since when spending counts.
    package var windows: BudgetWindows

    /// Makes a wish.
    package init(wanted: ByteCount, least: ByteCount, budget: Budget, windows: BudgetWindows) {
        self.wanted = wanted
        self.least = least
        self.budget = budget
        self.windows = windows
    }
}
