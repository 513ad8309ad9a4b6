import DatacapCore
import Testing

/// Reloads, restarts and clocks.
struct AlertReloadTests {
    private func firing(_ rule: AlertRule = .throttled(), receivers: [Receiver] = [.hook, .web]) -> AlertWorld {
        var world = AlertWorld(AlertRules(rules: [rule], receivers: receivers))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(15)
        return world
    }

    private func reload(_ world: inout AlertWorld, _ change: (inout AlertRules) -> Void) {
        change(&world.rules)
        world.perform(world.book.adopt(world.rules, at: world.now))
        world.settle()
    }

    @Test(arguments: ["removed", "disabled", "changed"])
    func `a rule that goes takes its alert along, and says why`(way: String) {
        var world = firing()
        reload(&world) { rules in
            switch way {
            case "removed": rules.rules = []
            case "disabled": rules.rules[0].isEnabled = false
            default: rules.rules[0].condition = .throttle(minimumConfidence: 0.95)
            }
        }
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
        let reason = way == "changed" ? "rule_changed" : "rule_removed"
        #expect(world.arrivals.last?.notice.annotations == [.init("reason", reason)])
        world.run(30)
        #expect(world.book.state(of: "throttled") == .inactive)
    }

    @Test func `a pending alert whose rule goes is forgotten silently`() {
        var world = AlertWorld(AlertRules(rules: [.throttled()], receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(5)
        reload(&world) { $0.rules = [] }
        world.run(30)
        #expect(world.arrivals.isEmpty)
    }

    @Test func `other changes leave the incident as it is; new receivers hear of it, old ones of its end`() {
        var world = firing()
        let incident = world.arrivals[0].notice.incident
        reload(&world) {
            $0.rules[0].receivers = ["web"]
            $0.rules[0].labels = [.init("severity", "warning")]
            $0.rules[0].keep = .zero
        }
        world.run(1)
        #expect(world.story(of: "web") == ["throttled firing 1"])
        world.signals.throttle = .absent
        world.run(1)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
        #expect(world.story(of: "web") == ["throttled firing 1", "throttled resolved 2"])
        #expect(world.arrivals.allSatisfy { $0.notice.incident == incident })
        #expect(world.arrivals.allSatisfy { $0.notice.labels.map(\.name) == ["alertname", "instance"] })
    }

    @Test func `a receiver that goes takes its queue along`() {
        var world = AlertWorld(AlertRules(rules: [.throttled(to: ["hook", "web"])], receivers: [.hook, .web]))
        world.signals.throttle = .present(confidence: 0.9)
        world.pass(12)
        world.rules.receivers = [.hook]
        world.rules.rules[0].receivers = ["hook"]
        world.perform(world.book.adopt(world.rules, at: world.now))
        world.run(5)
        #expect(world.book.outbox.count(for: "web") == 0)
        #expect(world.book.outbox.log.records.contains { $0.outcome == .dropped("the receiver was removed") })
    }

    @Test func `a firing alert survives a restart without a new notice before its interval`() throws {
        var world = firing()
        try world.kill(outage: .seconds(7_200))
        world.run(40)
        #expect(world.arrivals.count == 1)
        world.run(30)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled firing 2"])
        world.signals.throttle = .absent
        try world.kill()
        world.run(25)
        #expect(world.story(of: "hook").last == "throttled resolved 3")
    }

    @Test(arguments: [(3_000, "firing"), (3_700, "pending")])
    func `a pending alert goes on if the daemon wasn't away for long`(outage: Int, state: String) throws {
        var world = AlertWorld(AlertRules(rules: [.throttled()], receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(8)
        world.disk = world.book.stateJSON(at: world.now)
        try world.kill(outage: .seconds(outage))
        world.run(5)
        #expect(world.book.state(of: "throttled").name.rawValue == state)
    }

    @Test func `a recovering alert goes on recovering`() throws {
        var world = firing()
        world.signals.throttle = .absent
        world.run(15)
        world.disk = world.book.stateJSON(at: world.now)
        try world.kill(outage: .seconds(90_000))
        #expect(world.book.state(of: "throttled").name == .recovering)
        world.run(8)
        #expect(world.story(of: "hook").last == "throttled resolved 2")
    }

    @Test func `a rule that changed while the daemon was away ends its alert`() throws {
        var world = firing()
        world.rules.rules[0].condition = .noSample
        try world.kill()
        world.run(2)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
    }

    @Test func `a silence ends when it would have, and no later for a clock that was set back`() throws {
        var world = firing()
        world.perform(world.book.carryOut(.silence(alert: "throttled", for: .seconds(600)), at: world.now).effects)
        world.settle()
        try world.kill(outage: .seconds(400))
        #expect(world.book.isSilenced("throttled"))
        world.disk = world.book.stateJSON(at: world.now)
        try world.kill(outage: .seconds(-10_000))
        world.run(205)
        #expect(!world.book.isSilenced("throttled"))
    }

    @Test func `a wall clock that jumps moves no timer and no end before its beginning`() {
        var world = AlertWorld(AlertRules(rules: [.throttled()], receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(5)
        world.wall = world.wall + .seconds(100_000)
        world.run(5)
        #expect(world.arrivals.isEmpty)
        world.run(1)
        #expect(world.arrivals.count == 1)
        world.wall = world.wall + .seconds(-500_000)
        world.signals.throttle = .absent
        world.run(20)
        #expect(world.arrivals.count == 1)
        world.run(2)
        let notice = world.arrivals.last?.notice
        #expect(notice?.status == .resolved)
        #expect(notice?.endsAt == notice?.startsAt)
    }

    @Test func `time in which nobody looked fires nothing`() {
        var world = AlertWorld(AlertRules(rules: [.throttled(wait: 60)], receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(2)
        world.uptime += .seconds(5_000)
        world.run(1)
        #expect(world.book.state(of: "throttled").name == .pending)
    }
}
