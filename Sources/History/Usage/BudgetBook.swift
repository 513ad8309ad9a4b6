internal import DatacapCore
internal import GRDB

/// What the tests have spent and may still spend, as one transaction sees it.
struct BudgetBook {
    let database: Database

    /// How much of a wish the budget grants.
    func answer(_ wish: BudgetWish, _ capLeft: (CycleUsage) -> ByteCount?) throws -> BudgetGrant {
        let spending = try spending(wish, capLeft)
        guard let allowance = wish.budget.allowance(after: spending), allowance.amount < wish.wanted else {
            return .granted(wish.wanted, nil)
        }
        guard allowance.amount >= wish.least, allowance.amount > .zero else { return .refused(allowance) }
        return .granted(allowance.amount, allowance.limit)
    }

    private func spending(_ wish: BudgetWish, _ capLeft: (CycleUsage) -> ByteCount?) throws -> Budget.Spending {
        let (budget, windows) = (wish.budget, wish.windows)
        var spending = Budget.Spending()
        if budget.session != nil { spending.session = try spent(inSession: windows.session) }
        if budget.hour != nil { spending.hour = try spent(since: windows.hour) }
        if budget.day != nil { spending.day = try spent(since: windows.day) }
        if budget.cycle != nil { spending.cycle = try spent(since: windows.cycle) }
        if budget.reserve != nil || budget.stopsAtCap {
            let forever = Timestamp(milliseconds: .max)
            let usage = CycleUsage(
                tests: try HistoryStore.usage(.tests, from: windows.cycle, to: forever, in: database),
                line: try HistoryStore.usage(.line, from: windows.cycle, to: forever, in: database)
            )
            spending.capLeft = try capLeft(usage).map { $0 - (try outstanding(since: windows.cycle)) }
        }
        return spending
    }

    private func spent(since start: Timestamp) throws -> ByteCount {
        try amount(Self.spentQuery, ["ledger": UsageLedger.tests.rawValue, "start": start.milliseconds])
            + outstanding(since: start)
    }

    private func spent(inSession session: Timestamp) throws -> ByteCount {
        try amount(Self.sessionQuery, ["session": session.milliseconds])
    }

    /// What reservations may still spend, or may have spent without anybody knowing, since a point in time.
    ///
    /// An open one may spend its rest now. Of a lost one nobody knows when its rest was spent before the loss was seen.
    private func outstanding(since start: Timestamp) throws -> ByteCount {
        try amount(Self.outstandingQuery, ["start": start.milliseconds])
    }

    private func amount(_ sql: String, _ arguments: StatementArguments) throws -> ByteCount {
        ByteCount(try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) ?? 0)
    }

    /// Counts bytes that came in: in the ledger of the tests, for their session, and against their reservation.
    func spend(_ traffic: Traffic, _ reservation: Reservation, at time: Timestamp) throws {
        let total = traffic.total
        guard total > .zero else { return }
        try UsageSlot(start: UsageSlot.start(of: time), traffic: traffic).add(to: .tests, in: database)
        try database.cachedStatement(
            sql: "INSERT INTO spending VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes"
        ).execute(arguments: [reservation.session.milliseconds, total.bytes])
        try database.cachedStatement(sql: "UPDATE reservation SET spent_bytes = spent_bytes + ? WHERE number = ?")
            .execute(arguments: [total.bytes, reservation.number])
    }

    /// Forgets lost reservations that no limit counts any more.
    func forgetLost(_ windows: BudgetWindows) throws {
        let start = min(windows.hour, windows.day, windows.cycle)
        try database.cachedStatement(
            sql: "DELETE FROM reservation WHERE lost_ms IS NOT NULL AND lost_ms < ? AND session_ms <> ?"
        ).execute(arguments: [start.milliseconds, windows.session.milliseconds])
    }

    static let spentQuery = """
        SELECT sum(down_bytes + up_bytes) FROM usage WHERE ledger = :ledger AND start_ms >= :start
        """
    static let sessionQuery = """
        SELECT ifnull((SELECT bytes FROM spending WHERE session_ms = :session), 0)
            + ifnull((SELECT sum(max(0, reserved_bytes - spent_bytes)) FROM reservation WHERE session_ms = :session), 0)
        """
    static let outstandingQuery = """
        SELECT sum(max(0, reserved_bytes - spent_bytes)) FROM reservation
        WHERE lost_ms IS NULL OR lost_ms >= :start
        """
}

/// What the budget says to a wish.
enum BudgetGrant {
    /// So much, and what limits it if that isn't all.
    case granted(ByteCount, Budget.Limit?)
    /// Nothing; what there would be.
    case refused(Budget.Allowance)
}
