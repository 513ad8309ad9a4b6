/// What one run of the downloader has spent and may still spend.
///
/// With limits in force, every byte is reserved in the ledger before it is asked for from a server, so that no crash,
/// no second daemon and no late answer can lead past a limit: what is reserved and not spent counts as spent until
/// it is given back.
struct SpendingAccount: Hashable, Sendable {
    /// Whether something is reserved in the ledger.
    private(set) var isReserved = false
    /// Whether an answer of the ledger is awaited.
    private(set) var isAsking = false
    /// Why the latest request got nothing, or less than wanted.
    private(set) var refusal: Budget.Allowance?
    /// What the ledger hasn't been told yet.
    private(set) var untold = ByteCount.zero
    /// What a probe beside the test may still take of it.
    private(set) var lent = ByteCount.zero
    private var granted = ByteCount.zero
    private var spent = ByteCount.zero

    /// What is reserved and neither spent nor lent; `nil` without a reservation.
    var left: ByteCount? { isReserved ? max(.zero, granted - spent - lent) : nil }

    /// Whether more should be asked for: half of what was reserved at a time is used up.
    func isLow(slice: ByteCount) -> Bool {
        guard !isAsking, refusal == nil, let left else { return false }
        return left.bytes * 2 < slice.bytes
    }

    /// Notes that the ledger was asked.
    mutating func ask() {
        isAsking = true
        refusal = nil
    }

    /// Forgets why nothing more was granted: the limits have changed.
    mutating func forgetRefusal() { refusal = nil }

    /// Takes the ledger's answer.
    mutating func take(_ answer: BudgetAnswer) {
        isAsking = false
        switch answer {
        case .granted(let amount, let limit):
            isReserved = true
            granted += amount
            refusal = limit.map { Budget.Allowance(amount: .zero, limit: $0) }
        case .refused(let allowance): refusal = allowance
        case .failed: break
        }
    }

    /// Counts what has arrived.
    mutating func spend(_ amount: ByteCount) {
        spent += amount
        untold += amount
    }

    /// Leaves an amount to a probe, until it is given back.
    mutating func lend(_ amount: ByteCount) { lent = amount }

    /// Counts what a probe has taken.
    mutating func spendLent(_ amount: ByteCount) { lent = max(.zero, lent - amount) }

    /// Takes out what the ledger is to be told.
    mutating func takeUntold() -> ByteCount {
        defer { untold = .zero }
        return untold
    }

    /// Gives the reservation up.
    ///
    /// - Returns: Whether there was one, which is to be settled.
    mutating func close() -> Bool {
        // What a probe may still take, and an answer that is awaited, outlive the reservation.
        let (wasReserved, isAsking, lent) = (isReserved, isAsking, lent)
        self = SpendingAccount()
        (self.isAsking, self.lent) = (isAsking, lent)
        return wasReserved
    }
}
