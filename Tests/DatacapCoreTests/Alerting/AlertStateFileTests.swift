import DatacapCore
import Testing

struct AlertStateFileTests {
    /// A book in which everything that is saved is there.
    private func full() -> AlertWorld {
        var cap = AlertRule.cap(50, to: ["am", "web"])
        cap.sendsResolved = true
        var slow = AlertRule(name: "slow", condition: .speedBelow(.megabits(10)))
        slow.receivers = ["am"]
        var easing = AlertRule.throttled(wait: 0)
        easing.name = "easing"
        var ended = AlertRule(name: "ended", condition: .noSample)
        (ended.wait, ended.keep, ended.receivers) = (.zero, .zero, ["am"])
        var world = AlertWorld(
            AlertRules(rules: [cap, slow, easing, ended], receivers: [.hook, .web, .mail, .alertmanager])
        )
        world.signals.period = .init(start: Timestamp(milliseconds: 5), limit: ByteCount(100))
        world.signals.used = ByteCount(60)
        world.signals.speed = .megabits(5)
        world.signals.throttle = .present(confidence: 0.8)
        world.signals.flow = .starved
        world.run(2)
        world.signals.flow = .flowing
        world.signals.throttle = .absent
        world.run(3)
        world.perform(world.book.carryOut(.silence(alert: "slow", for: .seconds(60)), at: world.now).effects)
        world.settle()
        world.signals.period?.start = Timestamp(milliseconds: 6)
        world.signals.used = .zero
        world.pass(1)
        return world
    }

    @Test func `what is written reads back as it was`() throws {
        let world = full()
        let text = world.book.stateJSON(at: world.now)
        let restored = try AlertBook(restoring: text, rules: world.rules, at: world.now)
        #expect(restored.stateJSON(at: world.now) == text)
        #expect(restored.states == world.book.states)
        #expect(Set(restored.states.values.map(\.name)) == [.pending, .recovering])
        #expect(restored.silences == world.book.silences)
        #expect(restored.outbox.log == world.book.outbox.log)
        #expect(restored.outbox.count(for: "web") == 1)
    }

    @Test func `a member that is missing is found, whichever it is`() throws {
        let world = full()
        let text = String(decoding: world.book.stateJSON(at: world.now), as: UTF8.self)
        var names: Set<Substring> = []
        for piece in text.split(separator: "\"").filter({ text.contains("\"\($0)\":") }) { names.insert(piece) }
        let optional: Set<Substring> = [
            "address", "ends_at", "last_seconds", "period", "alertname", "instance", "reason", "severity",
        ]
        #expect(names.count > 35)
        for name in names.subtracting(optional) {
            let broken = text.replacing("\"\(name)\":", with: "\"x\(name)\":")
            #expect(throws: RestoreError.self, "\(name)") {
                try AlertBook(restoring: Array(broken.utf8), rules: world.rules, at: world.now)
            }
        }
    }

    @Test(arguments: ["", "{}", "[]", "{\"version\":2}", "{\"version\":1,\"saved_at\":\"yesterday\"}"])
    func `what isn't the file is refused`(text: String) {
        #expect(throws: RestoreError.self) {
            try AlertBook(restoring: Array(text.utf8), rules: AlertRules(), at: AlertWorld(AlertRules()).now)
        }
    }
}
