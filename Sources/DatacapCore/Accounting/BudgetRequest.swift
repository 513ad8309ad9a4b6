/// What a test asks for before it spends anything.
package struct BudgetRequest: Hashable, Sendable {
    /// The reservation that is to grow; `nil` for a new one.
    package var reservation: Int64?
    /// How much it would like.
    package var wanted: ByteCount
    /// With less than that it can't begin.
    package var least: ByteCount
    /// The limits in force.
    package var budget: Budget
    /// Since when the session's, the hour's, the day's and the cycle's limit count.
    package var windows: BudgetWindows

    /// Makes a request.
    package init(
        reservation: Int64? = nil,
        wanted: ByteCount,
        least: ByteCount,
        budget: Budget,
        windows: BudgetWindows
    ) {
        self.reservation = reservation
        self.wanted = wanted
        self.least = least
        self.budget = budget
        self.windows = windows
    }
}

/// What became of a ``BudgetRequest``.
package enum BudgetAnswer: Hashable, Sendable {
    /// So much was reserved, or added to the reservation; less than wanted if `limit` says so.
    case granted(reservation: Int64, amount: ByteCount, limit: Budget.Limit?)
    /// There isn't enough left.
    case refused(Budget.Allowance)
    /// The ledger can't be written, so that nothing may be spent.
    case failed(String)
}
