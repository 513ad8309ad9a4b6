// Spends a budget as the tests do, until it is refused more: `Spender HISTORY ORIGIN BUDGET_BYTES SEED`.
//
// Before bytes are counted as spent they are appended to the file ORIGIN, as an origin's own log would have them: its
// size is the truth, wherever this program is killed.
internal import DatacapCore
internal import Glibc
internal import History

struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let limit = Int64(arguments[3]), let seed = UInt64(arguments[4]) else {
    fatalError("usage: Spender HISTORY ORIGIN BUDGET_BYTES SEED")
}
let start = Timestamp(milliseconds: 1_800_057_600_000)
var budget = Budget()
budget.cycle = ByteCount(limit)
let wish = BudgetWish(
    wanted: ByteCount(10_000),
    least: ByteCount(1),
    budget: budget,
    windows: BudgetWindows(session: start, hour: start, day: start, cycle: start)
)
var dice = Dice(state: seed)
let origin = open(arguments[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
let content = [UInt8](repeating: 46, count: 1_000)

do throws(HistoryError) {
    let store = try HistoryStore(path: arguments[1])
    try store.adoptLost(at: start)
    while case .granted(let reservation) = try store.reserve(wish, at: start) {
        var rest = Int(reservation.amount.bytes)
        // Now and then a test ends before it has used its data.
        while rest > 0, Int.random(in: 0..<20, using: &dice) > 0 {
            let count = Int.random(in: 1...min(rest, content.count), using: &dice)
            usleep(500)
            guard write(origin, content, count) == count else { fatalError("the origin's log can't be written") }
            try store.spend(Traffic(down: ByteCount(Int64(count))), of: reservation, at: start)
            rest -= count
        }
        try store.settle(reservation, at: start)
    }
    try store.close()
} catch {
    fatalError("\(error)")
}
