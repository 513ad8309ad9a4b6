import DatacapCore
import Testing

struct AlertBookTests {
    private func world(_ rules: AlertRule..., receivers: [Receiver] = [.hook]) -> AlertWorld {
        AlertWorld(AlertRules(rules: rules, receivers: receivers))
    }

    @Test func `an alert waits, fires, reminds, and is over after its condition has been gone`() {
        var world = world(.throttled())
        world.signals.throttle = .present(confidence: 0.9)
        world.run(10)
        #expect(world.book.state(of: "throttled").name == .pending)
        #expect(world.arrivals.isEmpty)
        world.run(1)
        #expect(world.story(of: "hook") == ["throttled firing 1"])
        world.run(59)
        #expect(world.arrivals.count == 1)
        world.run(1)
        #expect(world.story(of: "hook").last == "throttled firing 2")
        world.signals.throttle = .absent
        world.run(20)
        #expect(world.book.state(of: "throttled").name == .recovering)
        world.run(1)
        #expect(world.book.state(of: "throttled") == .inactive)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled firing 2", "throttled resolved 3"])
        let (first, last) = (world.arrivals[0].notice, world.arrivals[2].notice)
        #expect(first.incident == last.incident)
        #expect(first.endsAt == nil)
        #expect(last.endsAt == world.wall)
        #expect(first.labels.map(\.name) == ["alertname", "instance"])
        #expect(Set(world.arrivals.map(\.notice.id)).count == 3)
    }

    @Test func `flapping within keep_firing_for sends nothing`() {
        var world = world(.throttled())
        world.signals.throttle = .present(confidence: 0.9)
        world.run(11)
        for _ in 0..<4 {
            world.signals.throttle = .absent
            world.run(6)
            world.signals.throttle = .present(confidence: 0.9)
            world.run(6)
        }
        #expect(world.story(of: "hook") == ["throttled firing 1"])
    }

    @Test func `a doubtful accusation is none`() {
        var world = world(.throttled())
        world.signals.throttle = .present(confidence: 0.49)
        world.run(60)
        #expect(world.book.state(of: "throttled") == .inactive)
    }

    @Test func `a pause stops the timers, and a quarter of an hour of it ends the alert`() {
        var world = world(.throttled(repeats: nil))
        world.signals.throttle = .present(confidence: 0.9)
        world.run(6)
        world.signals.throttle = .untold
        world.run(300)
        #expect(world.book.state(of: "throttled").name == .pending)
        world.signals.throttle = .present(confidence: 0.9)
        world.run(5)
        #expect(world.story(of: "hook") == ["throttled firing 1"])
        world.signals.throttle = .untold
        world.run(899)
        #expect(world.book.state(of: "throttled").name == .firing)
        world.run(1)
        #expect(world.story(of: "hook").last == "throttled resolved 2")
        #expect(world.arrivals.last?.notice.annotations == [.init("reason", "no_data")])
    }

    @Test func `no data can count as an end, or as the condition`() {
        var resolving = AlertRule.throttled(keep: 0)
        resolving.noData = .resolve
        var firing = resolving
        (firing.name, firing.noData) = ("blind", .fire)
        var world = world(resolving, firing)
        world.signals.throttle = .present(confidence: 0.9)
        world.run(11)
        world.signals.throttle = .untold
        world.run(2)
        #expect(world.book.state(of: "throttled") == .inactive)
        world.run(2_000)
        #expect(world.book.state(of: "blind").name == .firing)
    }

    @Test func `a cap's alert stays until the period or the cap is another`() {
        var world = world(.cap(80))
        world.signals.period = .init(start: Timestamp(milliseconds: 0), limit: ByteCount(100))
        world.signals.used = ByteCount(80)
        world.run(2)
        #expect(world.story(of: "hook") == ["cap-80 firing 1"])
        world.signals.used = ByteCount(10)
        world.run(100_000)
        #expect(world.book.state(of: "cap-80").name == .firing)
        world.signals.period?.start = world.wall
        world.run(2)
        #expect(world.book.state(of: "cap-80") == .inactive)
        #expect(world.arrivals.count == 1)
        world.signals.used = ByteCount(90)
        world.run(2)
        world.signals.period?.limit = ByteCount(1_000)
        world.run(2)
        #expect(world.story(of: "hook") == ["cap-80 firing 1", "cap-80 firing 1"])
        #expect(world.book.state(of: "cap-80") == .inactive)
    }

    @Test func `a test that brings nothing, crashes and slow speed have their signals`() {
        var starved = AlertRule(name: "starved", condition: .noSample)
        var crashing = AlertRule(name: "crashing", condition: .crashLoop(restarts: 3, within: .seconds(60)))
        var slow = AlertRule(name: "slow", condition: .speedBelow(.megabits(10)))
        let forecast = AlertRule(name: "forecast", condition: .capForecast)
        (starved.wait, crashing.keep, slow.wait) = (.seconds(5), .zero, .zero)
        var world = world(starved, crashing, slow, forecast)
        world.signals.flow = .starved
        world.signals.restarts = 2
        world.run(7)
        #expect(world.book.state(of: "starved").name == .firing)
        #expect(world.book.state(of: "crashing") == .inactive)
        world.signals.restarts = 3
        world.signals.flow = .flowing
        world.signals.speed = .megabits(9.9)
        world.run(1)
        #expect(world.book.state(of: "crashing").name == .firing)
        #expect(world.book.state(of: "slow").name == .firing)
        world.run(60)
        #expect(world.book.state(of: "crashing") == .inactive)
        #expect(world.book.state(of: "forecast") == .inactive)
    }

    @Test func `a forecast that exceeds the cap counts once there is one`() {
        var rule = AlertRule(name: "forecast", condition: .capForecast)
        rule.wait = .zero
        var world = world(rule)
        world.signals.period = .init(start: Timestamp(milliseconds: 0), limit: ByteCount(100))
        world.signals.forecast = ByteCount(101)
        world.run(1)
        #expect(world.book.state(of: "forecast").name == .firing)
    }

    @Test func `a receiver that fails is itself an alert`() {
        var rule = AlertRule(name: "unheard", condition: .notificationFailing)
        (rule.wait, rule.receivers) = (.seconds(5), ["web"])
        var world = world(.throttled(wait: 0), rule, receivers: [.hook, .web])
        world.signals.throttle = .present(confidence: 0.9)
        world.pass(1)
        world.endWrite()
        world.end(.final(reason: "exit code 3"), to: "hook")
        world.run(8)
        #expect(world.story(of: "web") == ["unheard firing 1"])
        world.run(55)
        #expect(world.story(of: "hook") == ["throttled firing 2"])
        #expect(world.story(of: "web") == ["unheard firing 1", "unheard resolved 2"])
    }

    @Test func `a test that arrives shows that a receiver can be reached`() {
        var rule = AlertRule(name: "unheard", condition: .notificationFailing)
        (rule.wait, rule.receivers) = (.zero, [])
        var world = world(.throttled(wait: 0, repeats: nil), rule)
        world.signals.throttle = .present(confidence: 0.9)
        world.pass(1)
        world.endWrite()
        world.end(.final(reason: "exit code 3"))
        world.run(100)
        #expect(world.book.state(of: "unheard").name == .firing)
        world.perform(world.book.carryOut(.test(receiver: "hook"), at: world.now).effects)
        world.settle()
        world.run(1)
        #expect(world.book.state(of: "unheard") == .inactive)
    }

    @Test func `a silence keeps news back, and ends; the end of what was told is told`() {
        var world = world(.throttled(wait: 0, keep: 0))
        func command(_ command: AlertCommand) -> AlertCommandAnswer {
            let (answer, effects) = world.book.carryOut(command, at: world.now)
            world.perform(effects)
            return answer
        }
        #expect(!command(.silence(alert: "nope", for: .seconds(1))).isKnown)
        #expect(command(.silence(alert: "throttled", for: .seconds(100))).isKnown)
        world.signals.throttle = .present(confidence: 0.9)
        world.run(99)
        #expect(world.arrivals.isEmpty)
        world.run(2)
        #expect(world.story(of: "hook") == ["throttled firing 1"])
        #expect(command(.silence(alert: "throttled", for: .seconds(500))).isKnown)
        world.run(200)
        #expect(world.arrivals.count == 1)
        world.signals.throttle = .absent
        world.run(1)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
        #expect(world.book.isSilenced("throttled"))
        #expect(command(.unsilence(alert: "throttled")).message == "The silence is over.")
        #expect(command(.unsilence(alert: "throttled")).message == "The alert wasn't silenced.")
    }

    @Test func `a test goes at once and once, to each address`() {
        var world = world(.throttled(), receivers: [.hook, .mail, .alertmanager])
        world.run(1)
        let (answer, effects) = world.book.carryOut(.test(receiver: "mail"), at: world.now)
        world.perform(effects)
        #expect(answer.noticeIDs.count == 2)
        #expect(world.flying.map(\.receiver.address) == ["a@x.test", "b@x.test"])
        world.end(.delivered(detail: "250 ok"))
        world.end(.retry(reason: "451 greylisted", after: nil))
        #expect(world.book.outbox.log[answer.noticeIDs[0]]?.outcome == .delivered("250 ok"))
        #expect(world.book.outbox.log[answer.noticeIDs[1]]?.outcome == .failed("451 greylisted"))
        world.run(10)
        #expect(world.flying.isEmpty)
        #expect(world.book.carryOut(.test(receiver: "am"), at: world.now).effects.count == 1)
        #expect(!world.book.carryOut(.test(receiver: "x"), at: world.now).answer.isKnown)
    }
}
