package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// Reserves bytes of the budget for a test, before it begins.
    ///
    /// What counts as spent is the ledger of the tests and what open and lost reservations may still spend, all summed up
    /// in the transaction that inserts the reservation, which is on the disk before this returns: whatever is killed,
    /// crashes or runs beside it, reservations never exceed the budget.
    ///
    /// - Parameters:
    ///   - wish: What is wanted.
    ///   - time: When.
    ///   - capLeft: Says what is left of the plan's cap, from both ledgers since the start of the cycle; asked only if
    ///     the budget depends on it.
    /// - Returns: The reservation, or why there's none.
    /// - Throws: ``HistoryError`` if it could not be written; nothing is reserved then.
    package func reserve(
        _ wish: BudgetWish,
        at time: Timestamp,
        capLeft: (CycleUsage) -> ByteCount? = { _ in nil }
    ) throws(HistoryError) -> ReservationAnswer {
        try writeSynced { database in
            let book = BudgetBook(database: database)
            try book.forgetLost(wish.windows)
            switch try book.answer(wish, capLeft) {
            case .refused(let allowance): return .refused(allowance)
            case .granted(let amount, let limit):
                let session = wish.windows.session
                try database.execute(
                    sql: "INSERT INTO reservation VALUES (NULL, ?, ?, ?, ?, 0, NULL)",
                    arguments: [owner.description, session.milliseconds, time.milliseconds, amount.bytes]
                )
                let number = database.lastInsertedRowID
                return .granted(Reservation(number: number, session: session, amount: amount, limit: limit))
            }
        }
    }

    /// Reserves more for a test that runs; the wish is for what comes on top.
    ///
    /// - Returns: The reservation with its new amount; refused, the old one holds. A reservation that was settled is
    ///   made anew.
    package func extend(
        _ reservation: Reservation,
        by wish: BudgetWish,
        at time: Timestamp,
        capLeft: (CycleUsage) -> ByteCount? = { _ in nil }
    ) throws(HistoryError) -> ReservationAnswer {
        try writeSynced { database in
            switch try BudgetBook(database: database).answer(wish, capLeft) {
            case .refused(let allowance): return .refused(allowance)
            case .granted(let amount, let limit):
                var reservation = reservation
                reservation.amount += amount
                reservation.limit = limit
                try database.execute(
                    sql: """
                        INSERT INTO reservation VALUES (?, ?, ?, ?, ?, 0, NULL)
                        ON CONFLICT DO UPDATE SET reserved_bytes = reserved_bytes + excluded.reserved_bytes
                        """,
                    arguments: [
                        reservation.number, owner.description, reservation.session.milliseconds, time.milliseconds,
                        amount.bytes,
                    ]
                )
                return .granted(reservation)
            }
        }
    }

    /// Counts bytes that came in, in the slot of that time and against their reservation.
    ///
    /// What came in was spent, even if it is more than was reserved.
    package func spend(
        _ traffic: Traffic,
        of reservation: Reservation,
        at time: Timestamp
    ) throws(HistoryError) {
        guard traffic.total > .zero else { return }
        try write { try BudgetBook(database: $0).spend(traffic, reservation, at: time) }
    }

    /// Counts the last bytes of a test and frees what it hasn't spent.
    package func settle(
        _ reservation: Reservation,
        spending traffic: Traffic = .zero,
        at time: Timestamp
    ) throws(HistoryError) {
        try write { database in
            try BudgetBook(database: database).spend(traffic, reservation, at: time)
            try database.execute(sql: "DELETE FROM reservation WHERE number = ?", arguments: [reservation.number])
        }
    }

    /// Marks what processes that are gone had reserved as lost: called once, when the daemon starts.
    ///
    /// Nobody can say how much of the rest has come in since it was last counted, so all of it counts against the budget
    /// until the hour, day or cycle is over in which the loss was seen, and for the whole of its session.
    ///
    /// - Returns: How much that is.
    @discardableResult
    package func adoptLost(at time: Timestamp) throws(HistoryError) -> ByteCount {
        let sql = "SELECT number, owner, max(0, reserved_bytes - spent_bytes) FROM reservation WHERE lost_ms IS NULL"
        return try write { database in
            var rest = ByteCount.zero
            for row in try Row.fetchAll(database, sql: sql) {
                if let owner = ReservationOwner(row[1] as String), owner.isAlive(seenFrom: self.owner) { continue }
                try database.execute(
                    sql: "UPDATE reservation SET lost_ms = ? WHERE number = ?",
                    arguments: [time.milliseconds, row[0] as Int64]
                )
                rest += ByteCount(row[2])
            }
            return rest
        }
    }
}
