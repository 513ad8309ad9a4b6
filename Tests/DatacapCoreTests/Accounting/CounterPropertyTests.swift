import DatacapCore
import Testing

/// What must hold of the line's ledger whatever happens to the counter, the clock and the daemon.
struct CounterPropertyTests {
    /// One thing that happens between two looks.
    private func disturb(_ world: inout CounterWorld, _ random: inout SplitMix64) {
        let seconds = Int(1 + random.next() % (random.next() % 12 == 0 ? 40_000 : 40))
        // At most 800 Mbit/s, so that a wrap within 40 s is one.
        let most = UInt64(seconds) * 100_000_000
        world.pass(.seconds(seconds), down: random.next() % most, up: random.next() % (most / 10 + 1))
        guard random.next() % 8 == 0 else { return }
        switch random.next() % 4 {
        case 0: world.wall = world.wall + .seconds(Int(random.next() % 200_000) - 100_000)
        case 1: world.reboot(after: .seconds(Int(random.next() % 50_000)))
        case 2: if world.keeper == .kernel { world.makeAnew() }
        default: if world.keeper == .kernel { world.isPresent.toggle() }
        }
    }

    @Test(arguments: [CounterReading.Keeper.kernel, .router, .database])
    func `a counter of 64 bits is counted to the byte through everything`(keeper: CounterReading.Keeper) throws {
        var crashes = 0
        for seed in 0..<20 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var world = CounterWorld()
            world.keeper = keeper
            var before = world.book
            var late: CounterReading?
            for _ in 0..<300 {

                disturb(&world, &random)
                if random.next() % 10 == 0 {
                    // The power goes: what the latest transaction held never was.
                    world.book = before
                    late = nil
                    crashes += 1
                }
                before = world.book
                let slots = world.book.slots
                try world.look()
                if random.next() % 5 == 0 { try world.look() }
                // Another daemon read the counter before, and comes with it only now.
                if let late, random.next() % 3 == 0 { #expect(try world.take(late).isEmpty) }
                if late == nil || random.next() % 4 == 0 { late = world.reading }
                #expect(world.holds(slots), "seed \(seed)")
                #expect(world.total == world.book.due, "seed \(seed)")
            }
            #expect(world.total.down > 1_000_000_000)
        }
        #expect(crashes > 500)
    }

    @Test func `a counter of 32 bits that is looked at often is counted to the byte through wraps`() throws {
        var wraps: UInt64 = 0
        for seed in 0..<20 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var world = CounterWorld()
            (world.keeper, world.width) = (.router, seed.isMultiple(of: 2) ? .bits32 : .unsaid)
            try world.look()
            var before = world.book
            for _ in 0..<700 {
                let seconds = 1 + random.next() % 8
                world.pass(.seconds(Int(seconds)), down: random.next() % (seconds * 60_000_000), up: seconds * 7_000)
                // A lost transaction doubles the time between two looks, which stays below a wrap's.
                if random.next() % 10 == 0 { world.book = before }
                before = world.book
                try world.look()
                #expect(world.total == world.book.due, "seed \(seed)")
            }
            wraps += world.counter.down >> 32
            #expect(world.uncertain == 0)
        }
        #expect(wraps > 300)
    }

    @Test func `a counter of 32 bits that is reset or looked at rarely never counts what wasn't carried`() throws {
        for seed in 0..<30 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var world = CounterWorld()
            (world.keeper, world.width) = (.router, .bits32)
            try world.look()
            var carried = CounterWorld.Pair()
            for _ in 0..<300 {
                let seconds = 1 + random.next() % (random.next() % 10 == 0 ? 20_000 : 30)
                let new = CounterWorld.Pair(
                    down: random.next() % (seconds * 100_000_000),
                    up: random.next() % (seconds * 10_000_000)
                )
                let resets = random.next() % 25 == 0
                // A reset halfway: what came before it is lost.
                world.pass(.seconds(Int(seconds)), down: new.down / 2, up: new.up / 2)
                if resets { world.reset() }
                world.pass(.zero, down: new.down - new.down / 2, up: new.up - new.up / 2)
                carried += new
                let slots = world.book.slots
                try world.look()
                #expect(world.holds(slots), "seed \(seed)")
            }
            #expect(world.total.up <= carried.up + 4_294_967_296)
            #expect(world.total.down <= carried.down)
        }
    }

    @Test func `spreading gives every byte to a slot of its time`() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<3_000 {
            let end = Timestamp(milliseconds: Int64(random.next() % 4_000_000_000_000))
            let length = Duration.milliseconds(
                Int64(random.next() % (random.next().isMultiple(of: 2) ? 90_000_000 : 9))
            )
            let traffic = Traffic(
                down: ByteCount(Int64(random.next() >> UInt64(random.next() % 60 + 2))),
                up: ByteCount(Int64(random.next() % 50))
            )
            let slots = UsageSlot.spread(traffic, over: length, until: end, isUncertain: true)
            #expect(slots.reduce(Traffic.zero) { $0 + $1.traffic } == traffic)
            #expect(slots.allSatisfy { $0.traffic.down >= .zero && $0.traffic.up >= .zero && $0.traffic != .zero })
            #expect(slots.allSatisfy { $0.uncertain == $0.traffic.down + $0.traffic.up })
            #expect(zip(slots, slots.dropFirst()).allSatisfy { $0.start < $1.start })
            let begin = Timestamp(milliseconds: end.milliseconds - length.milliseconds)
            for slot in slots {
                #expect(slot.start <= end && slot.start >= UsageSlot.start(of: begin))
                #expect(slot.start.milliseconds.isMultiple(of: 900_000))
            }
        }
    }
}
