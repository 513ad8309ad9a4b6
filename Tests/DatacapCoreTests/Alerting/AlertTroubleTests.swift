import DatacapCore
import Testing

/// What goes wrong between a decision and its delivery.
struct AlertTroubleTests {
    private static let alertmanager = Receiver(name: "am", way: .alertmanager(urls: ["http://am.test"]))

    private func world(_ rules: AlertRule..., receivers: [Receiver] = [.hook]) -> AlertWorld {
        var world = AlertWorld(AlertRules(rules: rules, receivers: receivers))
        world.signals.throttle = .present(confidence: 0.9)
        return world
    }

    /// Lets time pass while the Alertmanager takes every post at once.
    private func run(_ seconds: Int, in world: inout AlertWorld) {
        for _ in 0..<seconds {
            let posts = world.posts.count
            world.run(1)
            guard world.posts.count > posts else { continue }
            world.perform(world.book.posted(to: "am", .delivered(detail: ""), at: world.now))
        }
    }

    @Test func `what may have arrived is told its end, though nobody said that it had`() {
        var world = world(.throttled(wait: 0, keep: 0))
        world.pass(1)
        world.endWrite()
        world.end(.uncertain(reason: "not done within 30 seconds"))
        world.signals.throttle = .absent
        world.run(30)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
    }

    @Test func `what may have arrived and then is refused is told its end`() {
        var world = world(.throttled(wait: 0, keep: 0))
        world.pass(1)
        world.endWrite()
        world.end(.uncertain(reason: "ended by signal 9"))
        while world.flying.isEmpty {
            world.pass(1)
            world.endWrite()
        }
        world.end(.final(reason: "exit code 2"))
        world.signals.throttle = .absent
        world.run(5)
        #expect(world.story(of: "hook") == ["throttled resolved 2"])
    }

    @Test func `an attempt that fails after the end isn't made again, whether or not the end would be told`() {
        var rule = AlertRule.throttled(wait: 0, keep: 0)
        rule.sendsResolved = false
        var world = world(rule)
        world.pass(1)
        world.endWrite()
        world.signals.throttle = .absent
        world.pass(2)
        world.endWrite()
        world.end(.retry(reason: "down", after: nil))
        world.run(60)
        #expect(world.arrivals.isEmpty)
        #expect(world.book.outbox.isEmpty)
    }

    @Test func `a silence holds back what waits, and what still fires is told after it`() {
        var world = world(.throttled(wait: 0))
        world.pass(1)
        world.endWrite()
        world.end(.retry(reason: "down", after: .seconds(10)))
        world.perform(world.book.carryOut(.silence(alert: "throttled", for: .seconds(100)), at: world.now).effects)
        world.run(90)
        #expect(world.arrivals.isEmpty)
        world.run(20)
        #expect(world.story(of: "hook") == ["throttled firing 1"])
    }

    @Test func `an Alertmanager hears of the latest incident of the same labels only`() throws {
        var world = world(.throttled(wait: 0, keep: 0, to: ["am"]), receivers: [Self.alertmanager])
        run(5, in: &world)
        world.signals.throttle = .absent
        run(5, in: &world)
        #expect(world.posts.last?.notices.map(\.status) == [.resolved])
        world.signals.throttle = .present(confidence: 0.9)
        run(5, in: &world)
        let notices = try #require(world.posts.last).notices
        #expect(notices.map(\.status) == [.firing])
    }

    @Test func `an Alertmanager hears of what is silenced, lest it says that it is over`() {
        var world = world(.throttled(wait: 0, to: ["am"]), receivers: [Self.alertmanager])
        run(5, in: &world)
        world.perform(world.book.carryOut(.silence(alert: "throttled", for: .seconds(900)), at: world.now).effects)
        world.perform(world.book.posted(to: "am", .delivered(detail: ""), at: world.now))
        let before = world.posts.count
        run(180, in: &world)
        #expect(world.posts.count >= before + 2)
        #expect(world.posts.allSatisfy { $0.notices.map(\.status) == [.firing] })
    }

    @Test func `a disk that hangs holds a notice up for half a minute`() {
        var world = world(.throttled(wait: 0))
        world.pass(25)
        #expect(world.flying.isEmpty)
        world.pass(10)
        #expect(world.flying.count == 1)
    }

    @Test func `a receiver is tried out once at a time`() {
        var world = world(.throttled())
        let first = world.book.carryOut(.test(receiver: "hook"), at: world.now)
        world.perform(first.effects)
        #expect(first.answer.noticeIDs.count == 1)
        let second = world.book.carryOut(.test(receiver: "hook"), at: world.now)
        #expect(second.answer.noticeIDs.isEmpty)
        #expect(second.effects.isEmpty)
        world.end(.delivered(detail: ""))
        #expect(world.book.carryOut(.test(receiver: "hook"), at: world.now).answer.noticeIDs.count == 1)
    }
}
