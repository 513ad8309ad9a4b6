import DatacapCore
import Testing

/// The outbox, seen from outside.
struct AlertDeliveryTests {
    private func world(_ rules: AlertRule..., receivers: [Receiver] = [.hook, .web]) -> AlertWorld {
        var world = AlertWorld(AlertRules(rules: rules, receivers: receivers))
        world.signals.throttle = .present(confidence: 0.9)
        return world
    }

    @Test func `a delivery begins only after the state that contains it was saved`() {
        var world = world(.throttled(wait: 0))
        world.pass(5)
        #expect(world.writing != nil)
        #expect(world.flying.isEmpty)
        world.endWrite()
        // The first write was of the state at the first look, which has the notice already.
        #expect(world.flying.count == 1)
        #expect(world.unsavedDeliveries.isEmpty)
    }

    @Test func `a disk that is full holds no notice up`() {
        var world = world(.throttled(wait: 0))
        world.pass(1)
        world.endWrite("no space left on device")
        #expect(world.flying.count == 1)
        #expect(world.log.contains("the alerts' state could not be written: no space left on device"))
        world.end(.delivered(detail: ""))
        #expect(world.writing != nil)
        world.endWrite("no space left on device")
        world.pass(4)
        #expect(world.writing == nil)
        world.pass(2)
        #expect(world.writing != nil)
    }

    @Test func `four hooks run at a time, and one of each rule`() throws {
        let hooks = (0..<6).map { Receiver(name: "h\($0)", way: Receiver.hook.way) }
        var world = AlertWorld(
            AlertRules(
                rules: [.cap(1, to: ["h0", "h1"])] + (2..<6).map { .cap(Double($0), to: ["h\($0)"]) },
                receivers: hooks
            )
        )
        world.signals.period = .init(start: Timestamp(milliseconds: 0), limit: .gigabytes(1))
        world.signals.used = .gigabytes(0.5)
        world.pass(1)
        world.endWrite()
        #expect(world.flying.map(\.receiver.name) == ["h0", "h2", "h3", "h4"])
        world.pass(10)
        // What waits for its turn was never sent: its attempt isn't counted, and it may still be withdrawn.
        #expect(world.book.outbox.tallies["h1"] == nil)
        world.end(.retry(reason: "exit code 75", after: nil), to: "h0")
        world.endWrite()
        #expect(world.flying.map(\.receiver.name) == ["h2", "h3", "h4", "h1"])
        #expect(try #require(world.book.outbox.tallies["h0"]).duration == .seconds(10))
        world.settle()
        world.run(5)
        for hook in hooks { #expect(world.arrivals.count { $0.place == hook.name } == 1) }
    }

    @Test func `after a kill the same notice goes again, under the same id`() throws {
        var world = world(.throttled(wait: 0))
        world.pass(1)
        world.endWrite()
        let first = world.flying[0].notice
        try world.kill()
        world.signals.throttle = .absent
        world.pass(1)
        world.endWrite()
        #expect(world.flying.map(\.notice) == [first])
        // It may have arrived, so its end is told although the condition was gone before it could be sent again.
        world.run(30)
        #expect(world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2"])
    }

    @Test func `waits grow from a second to five minutes, with jitter, and mail's to a quarter of an hour`() {
        for (receiver, place, limit) in [(Receiver.hook, "hook", 300.0), (.mail, "a@x.test", 900)] {
            var world = world(.throttled(wait: 0, to: [receiver.name]), receivers: [receiver])
            var waits: [Double] = []
            var last: Duration?
            while waits.count < 14 {
                world.pass(1)
                world.endWrite()
                guard world.flying.contains(where: { ($0.receiver.address ?? $0.receiver.name) == place }) else {
                    continue
                }
                if let last { waits.append((world.uptime - last).seconds) }
                last = world.uptime
                world.end(.retry(reason: "busy", after: nil), to: place)
                world.endWrite()
            }
            var whole = 1.0
            for wait in waits {
                // A look comes each second, so a wait may be a second longer.
                #expect(wait >= whole / 2 && wait <= whole + 1, "\(waits)")
                whole = min(limit, whole * 2)
            }
            #expect(Set(waits.suffix(4)).count > 1)
        }
    }

    @Test func `a receiver's wish to wait is obeyed`() {
        var world = world(.throttled(wait: 0))
        world.pass(1)
        world.endWrite()
        world.end(.retry(reason: "429", after: .seconds(100)))
        world.endWrite()
        for _ in 0..<99 {
            world.pass(1)
            world.endWrite()
        }
        #expect(world.flying.isEmpty)
        world.run(2)
        #expect(world.arrivals.count == 1)
    }

    @Test func `a receiver that is down for an hour gets what matters once, in order, and holds nobody up`() {
        var rule = AlertRule.throttled(wait: 0, keep: 0, repeats: 600, to: ["hook", "web"])
        rule.noData = .resolve
        var world = world(rule)
        func downFor(_ seconds: Int) {
            for _ in 0..<seconds {
                world.pass(1)
                world.endWrite()
                while world.flying.contains(where: { $0.receiver.name == "web" }) {
                    world.end(.delivered(detail: ""), to: "web")
                    world.endWrite()
                }
                world.end(.retry(reason: "down", after: nil), to: "hook")
                world.endWrite()
            }
        }
        // Told before, over while it is down; then one that begins and ends, and one that lasts.
        world.run(10)
        world.signals.throttle = .absent
        downFor(600)
        world.signals.throttle = .present(confidence: 1)
        downFor(900)
        world.signals.throttle = .absent
        downFor(600)
        world.signals.throttle = .present(confidence: 1)
        downFor(1_500)
        #expect(world.story(of: "hook") == ["throttled firing 1"])
        world.run(400)
        #expect(
            world.story(of: "hook") == ["throttled firing 1", "throttled resolved 2", "throttled firing 1"]
        )
        #expect(
            world.arrivals.filter { $0.place == "hook" }.map(\.time)
                == world.arrivals
                .filter { $0.place == "hook" }.map(\.time).sorted()
        )
        // The other one heard everything in time, and its reminders.
        #expect(world.story(of: "web").count { $0 == "throttled firing 1" } == 3)
        #expect(world.story(of: "web").contains("throttled firing 2"))
        #expect(world.book.outbox.tallies["hook"]?.drops ?? 0 > 0)
    }

    @Test func `a notice is given up after a day, and its end isn't told`() {
        var world = world(.throttled(wait: 0, keep: 0, repeats: nil))
        world.pass(1)
        world.endWrite()
        for _ in 0..<86_500 {
            world.pass(1)
            world.endWrite()
            world.end(.retry(reason: "down", after: .seconds(3_600)))
            world.endWrite()
        }
        #expect(world.book.outbox.isEmpty)
        #expect(world.book.outbox.log.records.last?.outcome == .failed("given up after a day"))
        world.signals.throttle = .absent
        world.run(5)
        #expect(world.arrivals.isEmpty)
    }

    @Test func `what is refused for good isn't tried again before the interval, and its end isn't told`() {
        var world = world(.throttled(wait: 0, keep: 0))
        world.pass(1)
        world.endWrite()
        world.end(.final(reason: "exit code 2"))
        world.run(58)
        #expect(world.arrivals.isEmpty)
        world.signals.throttle = .absent
        world.run(5)
        #expect(world.arrivals.isEmpty)
        #expect(world.book.outbox.tallies["hook"]?.failures == 1)
    }

    @Test func `an end that waits behind an attempt that fails goes with it`() {
        var world = world(.throttled(wait: 0, keep: 0))
        world.pass(1)
        world.endWrite()
        world.signals.throttle = .absent
        world.pass(1)
        world.endWrite()
        #expect(world.book.outbox.count(for: "hook") == 2)
        world.end(.retry(reason: "down", after: nil))
        world.run(5)
        #expect(world.arrivals.isEmpty)
        #expect(world.book.outbox.isEmpty)
    }

    @Test func `a queue that is full drops its oldest and counts them`() {
        let rules = (1...1_100).map { number in
            var rule = AlertRule.throttled(wait: 0)
            rule.name = "rule-\(number)"
            return rule
        }
        var world = AlertWorld(AlertRules(rules: rules, receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        world.pass(1)
        #expect(world.book.outbox.count(for: "hook") == 1_000)
        #expect(world.book.outbox.tallies["hook"]?.drops == 100)
        world.endWrite()
        #expect(world.flying.map(\.notice.alert) == ["rule-101"])
        // The one that is under way stays when the reminders of those that were dropped come.
        world.pass(61)
        #expect(world.book.outbox.count(for: "hook") == 1_000)
        world.end(.delivered(detail: ""))
        #expect(world.arrivals.map(\.notice.alert) == ["rule-101"])
    }

    @Test func `ids are letters, digits and dashes, and differ by incident, place and number`() {
        var world = world(.throttled(wait: 0, keep: 0, to: ["hook", "mail"]), receivers: [.hook, .mail])
        world.run(70)
        world.signals.throttle = .absent
        world.run(2)
        world.signals.throttle = .present(confidence: 0.9)
        world.run(2)
        let ids = world.arrivals.map(\.notice.id)
        #expect(ids.count == 12)
        #expect(Set(ids).count == 12)
        #expect(ids.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } })
        #expect(Set(world.arrivals.map(\.notice.incident)).count == 2)
    }

    @Test func `an Alertmanager is told what fires every minute and on each change, and of the end for a while`() {
        var world = world(.throttled(wait: 0, keep: 0, to: ["am"]), receivers: [.alertmanager])
        func go(_ seconds: Int) {
            for _ in 0..<seconds {
                world.run(1)
                for post in world.posts.dropFirst(told.count) {
                    told.append((world.uptime, post.notices.map(\.status)))
                    let effects = world.book.posted(to: "am", .delivered(detail: "200"), at: world.now)
                    world.perform(effects)
                }
            }
        }
        var told: [(time: Duration, statuses: [Notice.Status])] = []
        go(181)
        #expect(told.map(\.statuses) == [[.firing], [.firing], [.firing], [.firing]])
        #expect(zip(told, told.dropFirst()).allSatisfy { $1.time - $0.time == .seconds(60) })
        world.signals.throttle = .absent
        go(1)
        #expect(told.last?.statuses == [.resolved])
        go(1_000)
        #expect((19...20).contains(told.count))
        let count = told.count
        go(100)
        #expect(told.count == count)
    }
}
