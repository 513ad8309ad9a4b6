import DatacapCore
import Testing

/// In which quarter of an hour bytes are counted that nobody saw coming.
struct CounterGapTests {
    private static let quarter = UsageSlot.length

    private func atSlotStart() throws -> CounterWorld {
        var world = CounterWorld()
        world.wall = UsageSlot.start(of: world.wall)
        try world.look()
        return world
    }

    @Test func `hours without a look are spread evenly, to the byte, and uncertain`() throws {
        var world = try atSlotStart()
        world.pass(.seconds(3 * 3_600), down: 1_000_003, up: 7)
        let step = try world.look()
        #expect(step.slots.count == 12)
        #expect(step.traffic == Traffic(down: ByteCount(1_000_003), up: ByteCount(7)))
        #expect(step.slots.allSatisfy { abs($0.traffic.down.bytes - 83_333) <= 1 })
        #expect(world.uncertain == 1_000_010)
    }

    @Test func `a pause inside of one slot is certain`() throws {
        var world = try atSlotStart()
        world.pass(.seconds(600), down: 5_000)
        try world.look()
        #expect(world.uncertain == 0)
        #expect(world.book.slots.count == 1)
    }

    @Test func `what ends with a slot belongs to it`() throws {
        var world = try atSlotStart()
        let start = world.wall
        world.pass(Self.quarter, down: 5_000)
        try world.look()
        #expect(world.book.slots.keys.map { $0 } == [start])
    }

    @Test func `a clock that is set doesn't stretch the time between two looks`() throws {
        for jump in [Duration.seconds(86_400), .seconds(-86_400)] {
            var world = try atSlotStart()
            world.pass(.seconds(30), down: 400)
            world.wall = world.wall + jump
            let step = try world.look()
            #expect(step.slots.map(\.traffic.down.bytes) == [400])
            #expect(step.slots.map(\.start) == [UsageSlot.start(of: world.wall)])
            #expect(step.events.map(\.kind) == [.clock])
            #expect(world.uncertain == 400)
        }
    }

    @Test func `sleep is time that passed`() throws {
        var world = try atSlotStart()
        // The uptime counts time asleep, so both clocks agree, and it's no jump.
        world.pass(.seconds(6 * 3_600), down: 2_400)
        let step = try world.look()
        #expect(step.slots.count == 24)
        #expect(step.events.isEmpty)
    }

    @Test func `a restart with a clock that isn't set yet gives no absurd time`() throws {
        var world = try atSlotStart()
        world.keeper = .router
        world.reboot()
        world.wall = Timestamp(milliseconds: 0)
        world.pass(.seconds(10), down: 300)
        let step = try world.look()
        #expect(step.slots.map(\.traffic.down.bytes).reduce(0, +) == 300)
        #expect(step.slots.count <= 2)
    }

    @Test func `years without a look make slots of 400 days at most`() throws {
        var world = try atSlotStart()
        world.keeper = .router
        world.reboot(after: .seconds(20 * 365 * 86_400))
        world.pass(.zero, down: 1_000_000_000)
        let step = try world.look()
        #expect(step.slots.count == 38_400)
        #expect(step.traffic.down == ByteCount(1_000_000_000))
    }

    @Test func `a state that isn't one is refused`() {
        for text in ["", "[]", "{}", #"{"former_boots":[],"source":"eth0"}"#] {
            #expect(throws: RestoreError.self) { try CounterState(restoring: text.utf8) }
        }
    }
}
