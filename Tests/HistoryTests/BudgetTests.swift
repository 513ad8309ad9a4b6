import DatacapCore
import GRDB
import History
import Testing
import TestSupport

@Suite struct BudgetTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore
    private let time = Made.start + .seconds(86_400 * 9 + 3_600 * 5 + 60)

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    private var windows: BudgetWindows {
        BudgetWindows(
            session: Made.start + .seconds(86_400 * 8),
            hour: Made.start + .seconds(86_400 * 9 + 3_600 * 5),
            day: Made.start + .seconds(86_400 * 9),
            cycle: Made.start
        )
    }

    private func wish(_ wanted: Int64, least: Int64 = 1, _ change: (inout Budget) -> Void) -> BudgetWish {
        var budget = Budget()
        change(&budget)
        return BudgetWish(wanted: ByteCount(wanted), least: ByteCount(least), budget: budget, windows: windows)
    }

    private func reserve(
        _ wanted: Int64,
        least: Int64 = 1,
        at time: Timestamp? = nil,
        _ change: (inout Budget) -> Void
    ) throws -> Reservation {
        let answer = try store.reserve(wish(wanted, least: least, change), at: time ?? self.time)
        guard case .granted(let reservation) = answer else { throw Refused(answer: answer) }
        return reservation
    }

    struct Refused: Error { let answer: ReservationAnswer }

    private func down(_ bytes: Int64) -> Traffic { Traffic(down: ByteCount(bytes)) }

    @Test func `without a limit all of it is granted`() throws {
        let reservation = try reserve(1_000) { _ in }
        #expect(reservation.amount == ByteCount(1_000) && reservation.limit == nil)
    }

    @Test func `each limit binds with what was spent in its window`() throws {
        let spent: [(seconds: Int, bytes: Int64)] = [
            (86_400 * 9 + 3_600 * 5, 1), (86_400 * 9, 10), (86_400 * 8, 100), (-900, 100_000),
        ]
        for (seconds, bytes) in spent {
            try store.add([UsageSlot(start: Made.start + .seconds(seconds), traffic: down(bytes))], to: .tests)
        }
        let cases: [(Budget.Limit, Int64, (inout Budget) -> Void)] = [
            (.hour, 999, { $0.hour = ByteCount(1_000) }), (.day, 989, { $0.day = ByteCount(1_000) }),
            (.cycle, 889, { $0.cycle = ByteCount(1_000) }), (.session, 1_000, { $0.session = ByteCount(1_000) }),
        ]
        for (limit, amount, change) in cases {
            let reservation = try reserve(5_000, change)
            #expect(reservation.limit == limit && reservation.amount == ByteCount(amount))
            try store.settle(reservation, at: time)
        }
    }

    @Test func `what is reserved is nobody else's, what is settled is free again`() throws {
        let limit: (inout Budget) -> Void = { $0.day = ByteCount(1_000) }
        let first = try reserve(600, limit)
        let second = try reserve(600, limit)
        #expect(second.amount == ByteCount(400) && second.limit == .day)
        let refusal = Budget.Allowance(amount: .zero, limit: .day)
        #expect(try store.reserve(wish(600, limit), at: time) == .refused(refusal))
        try store.spend(down(100), of: first, at: time)
        try store.settle(first, spending: down(50), at: time)
        #expect(try reserve(600, limit).amount == ByteCount(450))
        let usage = try store.usage(.tests, from: Made.start, to: time)
        #expect(usage.map(\.traffic) == [down(150)])
    }

    @Test func `less than the least is refused and reserves nothing`() throws {
        let limit: (inout Budget) -> Void = { $0.cycle = ByteCount(1_000) }
        let answer = try store.reserve(wish(5_000, least: 1_001, limit), at: time)
        #expect(answer == .refused(Budget.Allowance(amount: ByteCount(1_000), limit: .cycle)))
        #expect(try reserve(5_000, least: 1_000, limit).amount == ByteCount(1_000))
    }

    @Test func `what came in beyond the reservation was spent`() throws {
        let limit: (inout Budget) -> Void = { $0.session = ByteCount(1_000) }
        let first = try reserve(100, limit)
        try store.spend(Traffic(down: ByteCount(250), up: ByteCount(50)), of: first, at: time)
        #expect(try reserve(5_000, limit).amount == ByteCount(700))
    }

    @Test func `a running test gets more as long as there is more`() throws {
        let limit: (inout Budget) -> Void = { $0.day = ByteCount(1_000) }
        let first = try reserve(600, limit)
        try store.spend(down(500), of: first, at: time)
        guard case .granted(let more) = try store.extend(first, by: wish(600, limit), at: time) else {
            Issue.record("nothing more")
            return
        }
        #expect(more.number == first.number && more.amount == ByteCount(1_000) && more.limit == .day)
        let refusal = Budget.Allowance(amount: .zero, limit: .day)
        #expect(try store.extend(more, by: wish(1, limit), at: time) == .refused(refusal))
        try store.settle(more, at: time)
        #expect(try reserve(5_000, limit).amount == ByteCount(500))
    }

    @Test func `what is left of the cap counts both ledgers and what is reserved`() throws {
        try store.add([UsageSlot(start: Made.start, traffic: down(300))], to: .line)
        try store.add([UsageSlot(start: Made.start + .seconds(-900), traffic: down(9_000))], to: .line)
        let limit: (inout Budget) -> Void = {
            $0.reserve = ByteCount(100)
            $0.stopsAtCap = true
        }
        func reserve() throws -> ReservationAnswer {
            try store.reserve(wish(500, limit), at: time) { usage in
                let used = usage.line.map(\.traffic.total).reduce(.zero, +)
                return ByteCount(1_000) - used
            }
        }
        guard case .granted(let first) = try reserve(), case .granted(let second) = try reserve() else {
            Issue.record("nothing granted")
            return
        }
        #expect(first.amount == ByteCount(500) && first.limit == nil)
        #expect(second.amount == ByteCount(100) && second.limit == .reserve)
    }

    @Test func `the rest of a dead process's reservation counts until its windows are over`() throws {
        let limits: (inout Budget) -> Void = {
            $0.hour = ByteCount(1_000)
            $0.session = ByteCount(1_500)
        }
        let first = try reserve(600, limits)
        try store.spend(down(100), of: first, at: time)
        #expect(try store.adoptLost(at: time) == .zero)
        let queue = try DatabaseQueue(path: folder.file())
        try queue.write { try $0.execute(sql: "UPDATE reservation SET owner = 'an-earlier-boot 1 7'") }
        #expect(try store.adoptLost(at: time) == ByteCount(500))
        #expect(try store.adoptLost(at: time) == .zero)
        #expect(try reserve(5_000, limits).amount == ByteCount(400))
        // In the next hour the hour is free again, the session is not.
        try queue.write { try $0.execute(sql: "DELETE FROM reservation WHERE lost_ms IS NULL") }
        var next = wish(5_000, limits)
        next.windows.hour = windows.hour + .seconds(3_600)
        #expect(try store.reserve(next, at: time + .seconds(3_600)).amount == ByteCount(900))
        try queue.write { try $0.execute(sql: "DELETE FROM reservation WHERE lost_ms IS NULL") }
        next.windows = BudgetWindows(session: time, hour: time, day: time, cycle: time)
        next.windows.session = time + .seconds(1)
        (next.windows.hour, next.windows.day) = (time + .seconds(9_000), time + .seconds(9_000))
        next.windows.cycle = time + .seconds(9_000)
        #expect(try store.reserve(next, at: time + .seconds(9_000)).amount == ByteCount(1_000))
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM reservation") } == 1)
    }

    @Test func `two stores at once never grant more than there is`() async throws {
        let path = folder.file()
        let wish = wish(70) { $0.cycle = ByteCount(10_000) }
        let time = time
        let spent = try await withThrowingTaskGroup(of: Int64.self) { group in
            for seed in 0..<3 {
                group.addTask {
                    try await onThread {
                        var dice = Dice(seed: UInt64(seed))
                        let store = try HistoryStore(path: path)
                        var spent: Int64 = 0
                        while case .granted(let reservation) = try store.reserve(wish, at: time) {
                            let bytes = Int64.random(in: 0...reservation.amount.bytes, using: &dice)
                            try store.settle(reservation, spending: Traffic(up: ByteCount(bytes)), at: time)
                            spent += bytes
                        }
                        return spent
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(spent <= 10_000 && spent > 9_000)
        #expect(try store.usage(.tests, from: Made.start, to: time).map(\.traffic.up.bytes) == [spent])
    }
}

extension ReservationAnswer {
    fileprivate var amount: ByteCount? {
        guard case .granted(let reservation) = self else { return nil }
        return reservation.amount
    }
}
