import DatacapCore
import Testing

/// What must hold whatever happens in whatever order.
struct AlertPropertyTests {
    private static let rules: AlertRules = {
        var slow = AlertRule(name: "slow", condition: .speedBelow(.megabits(10)))
        (slow.wait, slow.keep, slow.repeatInterval) = (.seconds(3), .zero, nil)
        slow.noData = .resolve
        slow.receivers = ["mail", "web"]
        var cap = AlertRule.cap(80, to: ["hook", "web"])
        cap.sendsResolved = true
        return AlertRules(
            rules: [.throttled(wait: 5, keep: 10, to: ["hook", "mail", "am"]), slow, cap],
            receivers: [.hook, .web, .mail, .alertmanager]
        )
    }()

    /// What the properties are checked on while a world goes on.
    private struct Watch {
        var told: [String: (incident: String, isOpen: Bool)] = [:]
        var lastFiring: [String: Duration] = [:]
        var seen: Set<String> = []
        var arrivals = 0
        var records: Set<String> = []
        var faults: [String] = []

        mutating func look(at world: AlertWorld, afterKill: Bool) {
            for arrival in world.arrivals.dropFirst(arrivals) { take(arrival) }
            arrivals = world.arrivals.count
            for record in world.book.outbox.log.records where !records.contains(record.id) {
                records.insert(record.id)
                guard record.status == .firing, !afterKill else { continue }
                if case .firing = world.book.state(of: record.alert) { continue }
                faults.append("\(record.id) was made while \(world.book.state(of: record.alert).name)")
            }
        }

        private mutating func take(_ arrival: AlertWorld.Arrival) {
            let notice = arrival.notice
            guard seen.insert("\(arrival.place) \(notice.id)").inserted else { return }
            let key = "\(arrival.place) \(notice.alert)"
            let before = told[key]
            switch notice.status {
            case .firing:
                if let before, before.isOpen, before.incident != notice.incident {
                    faults.append("\(key): \(notice.id) fires before \(before.incident) is over")
                }
                if let before, !before.isOpen, before.incident == notice.incident {
                    faults.append("\(key): \(notice.id) fires after its end")
                }
                if let last = lastFiring["\(key) \(notice.incident)"], arrival.time - last < .seconds(60) {
                    faults.append("\(key): \(notice.id) comes \(arrival.time - last) after the last")
                }
                lastFiring["\(key) \(notice.incident)"] = arrival.time
            case .resolved:
                if before?.incident != notice.incident || before?.isOpen != true {
                    faults.append("\(key): \(notice.id) ends what never fired")
                }
            }
            told[key] = (notice.incident, notice.status == .firing)
        }
    }

    private func chance(_ share: Double, _ random: inout SplitMix64) -> Bool { random.nextUnit() < share }

    private func changeSignals(_ signals: inout AlertSignals, _ random: inout SplitMix64) {
        if chance(0.04, &random) {
            let states: [AlertSignals.Throttle] = [.absent, .untold, .present(confidence: 0.9)]
            signals.throttle = states[Int(random.next() % 3)]
        }
        if chance(0.04, &random) {
            let speeds: [BitRate?] = [nil, .megabits(5), .megabits(50)]
            signals.speed = speeds[Int(random.next() % 3)]
        }
        if chance(0.02, &random) { signals.used = ByteCount(signals.used.bytes + 10) }
        if chance(0.002, &random) {
            signals.used = .zero
            signals.period?.start = Timestamp(milliseconds: Int64(random.next() % 1_000_000))
        }
    }

    private func disturb(
        _ world: inout AlertWorld,
        by trouble: Trouble,
        _ random: inout SplitMix64
    ) throws -> Bool {
        if chance(0.6, &random) { world.endWrite(chance(trouble.diskFaults, &random) ? "no space" : nil) }
        if chance(0.5, &random), let flight = world.flying.randomElement(using: &random) {
            let place = flight.receiver.address ?? flight.receiver.name
            world.end(chance(0.6, &random) ? .delivered(detail: "") : .retry(reason: "busy", after: nil), to: place)
        }
        if chance(0.3, &random), !world.posts.isEmpty {
            let post = world.posts.removeFirst()
            world.perform(world.book.posted(to: post.receiver.name, .delivered(detail: ""), at: world.now))
        }
        if chance(0.01, &random) { world.wall = world.wall + .seconds(Int(random.next() % 20_000) - 10_000) }
        guard chance(trouble.kills, &random) else { return false }
        // What was under way may have arrived without anybody noting it.
        for flight in world.flying where chance(0.5, &random) {
            world.arrivals.append(
                .init(notice: flight.notice, address: flight.receiver.address, time: world.uptime)
            )
        }
        world.posts = []
        try world.kill(outage: .seconds(Int(random.next() % 60)))
        return true
    }

    /// What goes wrong, and how often.
    struct Trouble: Sendable {
        var kills = 0.0
        var diskFaults = 0.0
    }

    @Test(arguments: [Trouble(), Trouble(kills: 0.02), Trouble(diskFaults: 0.2)])
    func `whatever happens, receivers are told what is so, in order, and not too often`(trouble: Trouble) throws {
        var (ends, arrivals) = (0, 0)
        for seed in 0..<25 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var world = AlertWorld(Self.rules)
            world.signals.period = .init(start: Timestamp(milliseconds: 0), limit: ByteCount(100))
            var watch = Watch()
            for _ in 0..<1_000 {
                changeSignals(&world.signals, &random)
                let wasKilled = try disturb(&world, by: trouble, &random)
                watch.look(at: world, afterKill: wasKilled)
                world.pass(1)
                watch.look(at: world, afterKill: false)
            }
            // In the end all is well, and whoever heard of a beginning hears of its end.
            world.signals.throttle = .absent
            world.signals.speed = .megabits(50)
            world.signals.period?.start = Timestamp(milliseconds: 5)
            world.signals.used = .zero
            world.run(700)
            watch.look(at: world, afterKill: false)
            #expect(watch.faults == [], "seed \(seed)")
            if trouble.diskFaults == 0 { #expect(world.unsavedDeliveries == [], "seed \(seed)") }
            #expect(watch.told.values.allSatisfy { !$0.isOpen }, "seed \(seed)")
            #expect(world.book.outbox.isEmpty, "seed \(seed)")
            ends += watch.told.count
            arrivals += world.arrivals.count
        }
        // The worlds weren't empty ones.
        #expect(ends > 100)
        #expect(arrivals > 1_000)
    }

    @Test func `a restart inserted at any point changes nothing`() throws {
        for seed in 0..<15 as Range<UInt64> {
            var random = SplitMix64(seed: seed &* 977)
            var calm = AlertWorld(Self.rules)
            calm.signals.period = .init(start: Timestamp(milliseconds: 0), limit: ByteCount(100))
            var restarted = calm
            for _ in 0..<800 {
                changeSignals(&calm.signals, &random)
                restarted.signals = calm.signals
                calm.run(1)
                restarted.run(1)
                guard chance(0.05, &random) else { continue }
                let state = restarted.book.stateJSON(at: restarted.now)
                restarted.book = try AlertBook(restoring: state, rules: Self.rules, at: restarted.now)
                restarted.look()
                restarted.settle()
            }
            #expect(restarted.arrivals == calm.arrivals, "seed \(seed)")
            #expect(restarted.book.states == calm.book.states, "seed \(seed)")
            #expect(!calm.arrivals.isEmpty)
        }
    }
}
