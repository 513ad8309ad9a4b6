import DatacapCore

/// A machine with a counter, whose every byte is known, and whoever looks at it.
struct CounterWorld {
    /// Bytes received and sent.
    struct Pair: Hashable {
        var down: UInt64 = 0
        var up: UInt64 = 0

        static func += (left: inout Pair, right: Pair) {
            left.down &+= right.down
            left.up &+= right.up
        }
    }

    /// What is kept in one transaction: the state and the slots, and what the model says they should hold.
    struct Book {
        var state: [UInt8] = CounterState().json
        var slots: [Timestamp: UsageSlot] = [:]
        /// What a perfect observer would have counted at the same looks.
        var due = Pair()
        /// What the counter has carried since its latest zero that is in `due` already, or never will be.
        var seen = Pair()
        /// Which life of the counter was seen.
        var life = 0
        var hasBegun = false
    }

    var keeper = CounterReading.Keeper.kernel
    var width = CounterReading.Width.bits64
    var wall = Timestamp(milliseconds: 1_800_000_000_123)
    var uptime = Duration.seconds(1_000)
    var boot = 0
    var generation: Int64 = 2
    var isPresent = true
    /// Since the latest zero.
    var counter = Pair(down: 3_000_000_000, up: 70_000_000)
    /// How often it began at zero.
    var life = 0
    var book = Book()
    var events: [EventRecord] = []

    var reading: CounterReading {
        let mask: UInt64 = width == .bits64 ? .max : 0xFFFF_FFFF
        let count = CounterReading.Count(
            received: counter.down & mask,
            sent: counter.up & mask,
            width: width,
            generation: keeper == .kernel ? generation : nil
        )
        return CounterReading(
            source: "eth0",
            keeper: keeper,
            time: wall,
            uptime: uptime,
            boot: "boot \(boot)",
            count: isPresent ? count : nil
        )
    }

    var total: Pair {
        book.slots.values.reduce(into: Pair()) { sum, slot in
            sum += Pair(down: UInt64(slot.traffic.down.bytes), up: UInt64(slot.traffic.up.bytes))
        }
    }

    var uncertain: Int64 { book.slots.values.reduce(0) { $0 + $1.uncertain.bytes } }

    /// Whether the ledger has at least what it had before.
    func holds(_ earlier: [Timestamp: UsageSlot]) -> Bool {
        earlier.allSatisfy { start, slot in
            guard let now = book.slots[start]?.traffic else { return false }
            return now.down >= slot.traffic.down && now.up >= slot.traffic.up
        }
    }

    mutating func pass(_ duration: Duration, down: UInt64 = 0, up: UInt64 = 0) {
        wall = wall + duration
        uptime += duration
        if isPresent { counter += Pair(down: down, up: up) }
    }

    /// The counter begins at zero.
    mutating func reset() {
        counter = Pair()
        life += 1
    }

    mutating func reboot(after duration: Duration = .seconds(60)) {
        wall = wall + duration
        uptime = .seconds(20)
        boot += 1
        if keeper == .kernel { reset() }
    }

    mutating func makeAnew() {
        generation += 1
        isPresent = true
        reset()
    }

    /// Somebody keeps what a reading adds.
    mutating func take(_ reading: CounterReading) throws -> CounterStep {
        var state = try CounterState(restoring: book.state)
        let step = state.advance(reading)
        for slot in step.slots {
            var sum = book.slots[slot.start] ?? UsageSlot(start: slot.start)
            sum.traffic += slot.traffic
            sum.uncertain += slot.uncertain
            book.slots[slot.start] = sum
        }
        book.state = state.json
        events += step.events
        return step
    }

    /// Somebody looks, and keeps what the look adds.
    @discardableResult
    mutating func look() throws -> CounterStep {
        let step = try take(reading)
        guard isPresent else { return step }
        if book.hasBegun {
            let base = book.life == life ? book.seen : Pair()
            book.due += Pair(down: counter.down &- base.down, up: counter.up &- base.up)
        }
        (book.hasBegun, book.life, book.seen) = (true, life, counter)
        return step
    }
}
