import DatacapCore
import Testing

struct AlertReplayTests {
    /// A daemon's day, made as the daemon makes a recording: a look a second, through writer and reader.
    private struct Day {
        var wall = Timestamp(milliseconds: 1_800_000_000_000)
        var uptime = Duration.seconds(500)
        var signals = AlertSignals()
        var writer = AlertRecordWriter()
        var reader = AlertRecordReader()
        var replay: AlertReplay

        init(_ rules: AlertRules) {
            replay = AlertReplay(rules: rules)
            signals.flow = .flowing
            signals.throttle = .absent
        }

        mutating func pass(_ seconds: Int, _ throttle: AlertSignals.Throttle = .absent) throws {
            signals.throttle = throttle
            for _ in 0..<seconds {
                uptime += .seconds(1)
                wall = wall + .seconds(1)
                try take(writer.lines(signals, at: Moment(timestamp: wall, uptime: uptime)))
            }
        }

        private mutating func take(_ text: [UInt8]) throws {
            for line in text.split(separator: UInt8(ascii: "\n")) {
                let (record, moment) = try reader.read(line)
                try replay.take(record, at: moment)
            }
        }

        mutating func end() throws { try take(writer.end()) }

        mutating func restart(after outage: Duration, hasLost: Bool = false) throws {
            if !hasLost { try end() }
            wall = wall + outage
            uptime = hasLost ? uptime + outage : .seconds(10)
            writer = AlertRecordWriter(hasLost: hasLost)
        }
    }

    private static let held = AlertSignals.Throttle.present(confidence: 0.9)

    private func day(_ rules: AlertRule..., receivers: [Receiver] = [.hook, .mail]) -> Day {
        Day(AlertRules(rules: rules, receivers: receivers))
    }

    @Test func `four throttles fire four times, with their times and notices`() throws {
        var day = day(.throttled(wait: 60, keep: 300, repeats: 600, to: ["hook", "mail"]))
        let start = day.wall
        for _ in 0..<4 {
            try day.pass(600)
            try day.pass(1_000, Self.held)
            try day.pass(400)
        }
        try day.pass(60)
        try day.end()
        let firings = day.replay.firings
        #expect(firings.count == 4)
        for (index, firing) in firings.enumerated() {
            // It holds from second 601 on, for 60 s; it's gone at 1601, for 300 s.
            #expect(firing.startsAt == start + .seconds(2_000 * index + 661))
            #expect(firing.endsAt == start + .seconds(2_000 * index + 1_901))
            #expect(day.replay.duration(of: firing) == .seconds(1_240))
            #expect(firing.reason == .over)
            // Fires, again after 600 s, ends; two addresses. What only lingers isn't told again.
            #expect(firing.notices == ["hook": 3, "mail": 6])
        }
        #expect(day.replay.gaps == 0)
        #expect(day.replay.recorded == .seconds(8_059))
    }

    @Test func `flapping within keep_firing_for fires once`() throws {
        var day = day(.throttled(wait: 60, keep: 300, repeats: nil))
        try day.pass(100, Self.held)
        for _ in 0..<20 {
            try day.pass(30)
            try day.pass(30, Self.held)
        }
        try day.pass(400)
        #expect(day.replay.firings.count == 1)
        #expect(day.replay.firings.first?.notices == ["hook": 2])
        #expect(day.replay.firings.first?.reason == .over)
    }

    @Test func `what never holds for long enough never fires`() throws {
        var day = day(.throttled(wait: 60, keep: 300))
        for _ in 0..<50 {
            try day.pass(60, Self.held)
            try day.pass(60)
        }
        #expect(day.replay.firings.isEmpty)
        var sure = self.day(.throttled(wait: 0))
        try sure.pass(600, .present(confidence: 0.49))
        #expect(sure.replay.firings.isEmpty)
    }

    @Test func `what still fires at the end has no end`() throws {
        var day = day(.throttled(wait: 60, keep: 300))
        try day.pass(161, Self.held)
        try day.end()
        let firing = try #require(day.replay.firings.first)
        #expect(firing.endsAt == nil && firing.reason == nil)
        #expect(day.replay.duration(of: firing) == .seconds(100))
    }

    @Test func `a daemon that was off goes on as a restarted one does`() throws {
        var day = day(.throttled(wait: 60, keep: 300, repeats: nil))
        try day.pass(100, Self.held)
        try day.restart(after: .seconds(1_800))
        try day.pass(100, Self.held)
        try day.pass(400)
        try day.end()
        #expect(day.replay.firings.count == 1)
        #expect(day.replay.firings.first?.notices == ["hook": 2])
        #expect(day.replay.gaps == 1)
        #expect(day.replay.recorded == .seconds(99 + 499))
    }

    @Test(arguments: [(Duration.seconds(1_800), 1), (.seconds(3_601), 0)])
    func `what was pending goes on after a short absence, and not after a long one`(
        outage: Duration,
        times: Int
    ) throws {
        var day = day(.throttled(wait: 60, keep: 0))
        try day.pass(40, Self.held)
        try day.restart(after: outage)
        try day.pass(40, Self.held)
        try day.end()
        #expect(day.replay.firings.count == times)
    }

    @Test func `a stretch without lines is a gap`() throws {
        var day = day(.throttled(wait: 600, keep: 0))
        try day.pass(100, Self.held)
        (day.uptime, day.wall) = (day.uptime + .seconds(1_000), day.wall + .seconds(1_000))
        try day.pass(100, Self.held)
        try day.end()
        #expect(day.replay.firings.isEmpty)
        #expect(day.replay.gaps == 1)
        // The first stretch is known to its last line, at 61 s.
        #expect(day.replay.recorded == .seconds(60 + 99))
    }

    @Test(arguments: [(true, 0), (false, 1)])
    func `the restarts of the same daemon don't count again after a loss`(hasLost: Bool, times: Int) throws {
        var rule = AlertRule(name: "crashing", condition: .crashLoop(restarts: 3, within: .seconds(600)))
        rule.keep = .zero
        var day = day(rule)
        for _ in 0..<3 {
            try day.pass(700)
            day.signals.restarts += 1
        }
        try day.pass(700)
        #expect(day.replay.firings.isEmpty)
        try day.restart(after: .seconds(5), hasLost: hasLost)
        try day.pass(10)
        #expect(day.replay.firings.count == times)
    }

    @Test func `a pause ends what fires after the patience, with the reason`() throws {
        var day = day(.throttled(wait: 0, keep: 60))
        try day.pass(10, Self.held)
        try day.pass(1_000, .untold)
        #expect(day.replay.firings.first?.reason == .noData)
        let firing = try #require(day.replay.firings.first)
        // Untold from the 11th second on, for 15 minutes.
        #expect(day.replay.duration(of: firing) == .seconds(909))
    }

    @Test func `a cap fires once in its period, and again in the next`() throws {
        var day = day(.cap(80))
        day.signals.period = .init(start: day.wall, limit: .gigabytes(1))
        for _ in 0..<2 {
            for _ in 0..<100 {
                day.signals.used += ByteCount(10_000_000)
                try day.pass(10)
            }
            day.signals.period?.start = day.wall
            day.signals.used = .zero
            try day.pass(5)
        }
        #expect(day.replay.firings.map(\.alert) == ["cap-80", "cap-80"])
    }

    @Test func `a day of testing without a pause fires what it should and no more`() throws {
        var day = day(
            .throttled(wait: 60, keep: 300, to: ["hook", "mail"]),
            .cap(50),
            .cap(80),
            .cap(100),
            AlertRule(name: "starved", condition: .noSample),
            AlertRule(name: "forecast", condition: .capForecast),
            AlertRule(name: "slow", condition: .speedBelow(.megabits(10)))
        )
        day.signals.period = .init(start: day.wall, limit: .gigabytes(50_000))
        var random = SplitMix64(seed: 5)
        for second in 0..<86_400 where second % 2 == 0 {
            day.signals.speed = .megabits(350 + 100 * random.nextUnit())
            day.signals.used += ByteCount(90_000_000)
            try day.pass(2, (3_600..<7_200).contains(second) ? Self.held : .absent)
        }
        #expect(day.replay.firings.map(\.alert) == ["throttled"])
    }
}
