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

/// What the ledger says to a ``BudgetWish``.
package enum BudgetAnswer: Hashable, Sendable {
    /// So much is reserved beside what was before; less than wanted if `limit` says so.
    case granted(ByteCount, limit: Budget.Limit?)
    /// There isn't enough left.
    case refused(Budget.Allowance)
    /// The ledger can't be written, so that nothing may be spent.
    case failed(String)
}
