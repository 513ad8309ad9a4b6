import DatacapCore
import Testing

/// What a counter's readings add to the ledger, case by case.
struct CounterStateTests {
    private func world(_ change: (inout CounterWorld) -> Void = { _ in }) throws -> CounterWorld {
        var world = CounterWorld()
        change(&world)
        try world.look()
        return world
    }

    @Test func `the first reading counts nothing, the next its growth`() throws {
        var world = try world()
        #expect(world.total == .init())
        world.pass(.seconds(30), down: 1_000, up: 20)
        let step = try world.look()
        #expect(step.traffic == Traffic(down: ByteCount(1_000), up: ByteCount(20)))
        #expect(step.slots.allSatisfy { $0.uncertain == .zero })
        #expect(step.events.isEmpty)
    }

    @Test func `a look that finds nothing new adds nothing, and nothing is to be kept`() throws {
        var world = try world()
        world.pass(.seconds(30))
        #expect(try world.look().isEmpty)
    }

    @Test func `the same or an older reading adds nothing`() throws {
        var world = try world()
        let old = world.reading
        world.pass(.seconds(30), down: 1_000)
        try world.look()
        let book = world.book
        var state = try CounterState(restoring: book.state)
        for late in [world.reading, old] {
            #expect(state.advance(late).isEmpty)
            #expect(state.json == book.state)
        }
    }

    @Test func `two daemons that read the same counter count its bytes once`() throws {
        var world = try world()
        var delayed = world.reading
        for step in 1...40 as ClosedRange<UInt64> {
            world.pass(.seconds(1), down: 100 * step)
            if step.isMultiple(of: 3) { delayed = world.reading }
            try world.look()
            var state = try CounterState(restoring: world.book.state)
            #expect(state.advance(delayed).slots.isEmpty)
            world.book.state = state.json
        }
        #expect(world.total == world.book.due)
    }

    @Test func `a 32-bit counter that wraps loses nothing`() throws {
        var world = try world { $0.width = .bits32 }
        world.pass(.seconds(30), down: 1_800_000_000, up: 5_000)
        try world.look()
        #expect(world.total == .init(down: 1_800_000_000, up: 5_000))
        #expect(world.events.isEmpty)
        #expect(world.uncertain == 0)
    }

    @Test func `a wrap that a reset may look like is uncertain`() throws {
        var world = try world { $0.width = .bits32 }
        world.pass(.seconds(30), down: 3_000_000_000, up: 5_000)
        try world.look()
        #expect(world.total.down == 3_000_000_000)
        #expect(world.uncertain == 3_000_005_000)
    }

    @Test func `a wrap that the line can't have carried is a reset`() throws {
        var world = try world { $0.width = .bits32 }
        // As if 4.29 GB had come in 5 s; from zero it's 900 kB.
        world.pass(.seconds(5), up: 10)
        world.counter.down = 900_000
        try world.look()
        #expect(world.total == .init(down: 900_000, up: 10))
        #expect(world.events.map(\.kind) == [.counter])
    }

    @Test func `a 32-bit counter is uncertain where it may have wrapped twice`() throws {
        var world = try world { $0.width = .bits32 }
        world.pass(.seconds(30), down: 1_000)
        try world.look()
        #expect(world.uncertain == 0)
        world.pass(.seconds(60), down: 1_000)
        try world.look()
        #expect(world.uncertain == 1_000)
    }

    @Test func `a router that showed more than 32 bits once doesn't wrap`() throws {
        var world = try world {
            ($0.keeper, $0.width) = (.router, .unsaid)
            $0.counter.down = 4_294_000_000
        }
        world.width = .bits64
        world.pass(.seconds(30), down: 2_000_000)
        try world.look()
        #expect(world.total.down == 2_000_000)
        world.counter = .init(down: 5_000_000, up: 70_000_000)
        world.pass(.seconds(30))
        try world.look()
        #expect(world.total.down == 7_000_000)
    }

    @Test func `both directions that fall were reset, and what they show counts`() throws {
        for width in [CounterReading.Width.bits32, .bits64] {
            var world = try world { $0.width = width }
            world.reset()
            world.pass(.seconds(30), down: 8_000, up: 90)
            try world.look()
            #expect(world.total == .init(down: 8_000, up: 90))
            #expect(world.events.map(\.kind) == [.counter])
        }
    }

    @Test func `after a restart of the machine what its counter shows counts, from its start on`() throws {
        var world = try world()
        world.reboot(after: .seconds(8 * 3_600))
        world.pass(.seconds(40), down: 6_000, up: 60)
        let step = try world.look()
        #expect(step.traffic == Traffic(down: ByteCount(6_000), up: ByteCount(60)))
        #expect(step.slots.allSatisfy { $0.start >= UsageSlot.start(of: world.wall + .seconds(-60)) })
        #expect(step.events.count == 1)
    }

    @Test func `a router goes on while this machine is off`() throws {
        var world = try world { $0.keeper = .router }
        world.reboot(after: .seconds(8 * 3_600))
        world.pass(.zero, down: 6_000)
        let step = try world.look()
        #expect(step.traffic.down == ByteCount(6_000))
        #expect(step.slots.count >= 32)
        #expect(step.events.isEmpty)
    }

    @Test func `a reading of an earlier start of the machine comes too late`() throws {
        var world = try world()
        let old = world.reading
        world.reboot()
        try world.look()
        var state = try CounterState(restoring: world.book.state)
        #expect(state.advance(old).isEmpty)
        #expect(state.json == world.book.state)
    }

    @Test func `an interface that goes and comes is counted on`() throws {
        var world = try world()
        world.isPresent = false
        for _ in 0..<3 {
            world.pass(.seconds(30))
            try world.look()
        }
        world.makeAnew()
        world.pass(.seconds(30), down: 7_000)
        try world.look()
        #expect(world.total.down == 7_000)
        #expect(
            world.events.map(\.text) == [
                "eth0 has gone", "eth0 is back", "eth0 was made anew: its bytes are counted from zero",
            ]
        )
    }

    @Test func `another network namespace's interface of that name isn't taken for a new one`() throws {
        var world = try world()
        world.makeAnew()
        world.pass(.seconds(30), down: 500_000_000_000)
        try world.look()
        #expect(world.total == .init())
        world.pass(.seconds(30), down: 10)
        try world.look()
        #expect(world.total.down == 10)
    }

    @Test func `a database that was put back counts nothing, and goes on from there`() throws {
        var world = try world { ($0.keeper, $0.counter) = (.database, .init(down: 900_000_000, up: 900_000_000)) }
        world.counter.down -= 100_000_000
        world.pass(.seconds(8 * 3_600))
        try world.look()
        #expect(world.total == .init())
        world.pass(.seconds(30), down: 12)
        try world.look()
        #expect(world.total.down == 12)
    }

    @Test func `what no line carries isn't counted`() throws {
        var world = try world()
        world.pass(.seconds(1), down: 1 << 60)
        try world.look()
        #expect(world.total == .init())
        #expect(world.events.map(\.kind) == [.counter])
    }

    @Test func `another source is where counting begins again`() throws {
        var world = try world()
        world.pass(.seconds(30))
        var other = world.reading
        other.source = "wlan0"
        var state = try CounterState(restoring: world.book.state)
        #expect(state.advance(other).slots.isEmpty)
        #expect(state.source == "wlan0")
    }
}
