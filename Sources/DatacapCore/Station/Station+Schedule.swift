extension Station {
    /// What the page says while the next test is waited for and nothing else is to be said.
    private static let dueReason = "the next test is due then"

    /// Begins to make tests by the schedule.
    mutating func beginSchedule(at now: Moment) -> [Effect] {
        state = .waiting(until: nil, Self.dueReason)
        replan()
        return plan(.tick(outlook(at: now)), at: now)
    }

    /// Makes the planner of the settings in force, with what earlier tests have taught.
    private mutating func replan() {
        var planner = TestPlanner(
            settings: configuration.testing.schedule,
            streams: configuration.streams,
            zone: configuration.zone,
            seed: scheduleSeed
        )
        for test in earlierTests { planner.learn(test) }
        self.planner = planner
        needsReplan = false
    }

    /// Takes up another mode: the test is stopped, and begins again by itself only if that is the schedule.
    mutating func changeMode(at now: Moment) -> [Effect] {
        guard state.isActive || state.name == .waiting else { return [] }
        startsWhenStopped = configuration.testing.mode == .scheduled
        let effects = stop(.requested, at: now).filter { if case .answer = $0 { false } else { true } }
        return [.log(.notice, "the mode was changed, so the test is stopped")] + effects + startIfWanted(at: now)
    }

    /// Begins again after a change of the mode, when what ran before has ended.
    mutating func startIfWanted(at now: Moment) -> [Effect] {
        guard startsWhenStopped, state.name == .stopped, !account.isAsking else { return [] }
        startsWhenStopped = false
        return carryOut(.start, lasting: nil, at: now).filter { if case .answer = $0 { false } else { true } }
    }

    /// Takes up the settings of a reload: at once, or when the test in progress is over.
    mutating func replanAfterReload(at now: Moment) -> [Effect] {
        guard planner != nil else { return [] }
        needsReplan = true
        return replanIfIdle(at: now)
    }

    private mutating func replanIfIdle(at now: Moment) -> [Effect] {
        guard needsReplan, downloader.phase == .absent, !account.isAsking else { return [] }
        let pause = planner?.pause
        replan()
        let effects = plan(.tick(outlook(at: now)), at: now)
        return effects + (pause.map { plan(.pause(until: $0.until), at: now) } ?? [])
    }

    /// Hands the planner an input and does what it wants.
    mutating func plan(_ input: TestPlanner.Input, at now: Moment) -> [Effect] {
        guard let outputs = planner?.handle(input, at: now) else { return [] }
        var effects: [Effect] = []
        for output in outputs { effects += carryOut(output, at: now) }
        return effects + missTestWitness(at: now) + showSchedule(at: now)
    }

    private mutating func carryOut(_ output: TestPlanner.Output, at now: Moment) -> [Effect] {
        switch output {
        case .reserve(let wanted, let least):
            guard budget.isLimited else { return plan(.granted(wanted, limit: nil), at: now) }
            guard !account.isAsking else { return plan(.failed("it hasn't answered the last question"), at: now) }
            return ask(wanted: wanted, least: least, at: now)
        case .release: return settle(at: now)
        case .begin(let order): return begin(order, at: now)
        case .end:
            testEndingSince = now.uptime
            return [.signal(.terminate)]
        case .finished(let result): return finish(result, at: now)
        case .note(let event): return [.keep(.event(event)), .log(.notice, event.text)]
        }
    }

    private mutating func begin(_ order: TestOrder, at now: Moment) -> [Effect] {
        state = .starting(since: now.uptime)
        dataDueSince = now.uptime
        testEndingSince = nil
        meter.interrupt()
        downloader.forgetCrashes()
        let what = order.witnessStreams == nil ? "test" : "test that is a second witness"
        let text = "\(order.kind.rawValue) \(what) begins, of \(order.maximum.plain) at most"
        return [launch(fetchOrder(order), after: .zero), .log(.info, text)] + changed(at: now)
    }

    private mutating func finish(_ result: TestResult, at now: Moment) -> [Effect] {
        let record = result.record
        testEndingSince = nil
        guard !result.isWitness else {
            return hear(result, at: now) + [.readUsage] + replanIfIdle(at: now) + changed(at: now)
        }
        earlierTests = Array(earlierTests.suffix(Self.rememberedTests - 1)) + [record]
        counters.tests[record.end, default: 0] += 1
        if let rate = record.rate?.rate, record.flaws.isEmpty {
            let figure = SpeedFigure(
                uptime: now.uptime,
                rate: rate,
                amount: record.amount,
                duration: record.began.distance(to: record.ended),
                targetRates: result.targetRates,
                isSettled: true
            )
            firstFigures.take(figure)
            session.add(figure, total: total, at: now.timestamp)
        }
        if let rate = record.rate?.rate {
            takeCapPoint(rate, amount: record.amount, isFlawed: !record.flaws.isEmpty, at: now)
        }
        var effects = settle(at: now) + [.keep(.test(record)), .log(.info, record.sentence)]
        if let sample = result.sample(cycleUsage: used) {
            detector.asksWitnesses = configuration.confirmation > .zero && !orderTargets.isEmpty
            effects += announce(detector.observeTest(sample, at: now), at: now) + [.saveLine]
        }
        return effects + judgeCap(isForced: true, at: now) + [.readUsage] + replanIfIdle(at: now) + changed(at: now)
    }

    /// So many of the latest tests show what one takes.
    private static let rememberedTests = 50

    /// Takes up the latest tests of the history, the oldest first.
    mutating func remember(_ tests: [TestRecord]) -> [Effect] {
        earlierTests = Array((tests + earlierTests).suffix(Self.rememberedTests))
        for test in tests { planner?.learn(test) }
        return []
    }

    /// The downloader of a test has ended.
    mutating func testExited(at now: Moment) -> [Effect] {
        downloader.phase = .absent
        interruptFlow()
        return plan(.ended, at: now)
    }

    /// Shows between tests what is waited for.
    private mutating func showSchedule(at now: Moment) -> [Effect] {
        guard let planner, downloader.phase == .absent, case .waiting(let next) = planner.state else { return [] }
        let shown: TestState =
            planner.pause == nil ? .waiting(until: next, planner.shortage ?? Self.dueReason) : .paused
        switch state {
        case .stopped, .stopping, .failed: return []
        case .starting, .running, .stalled, .waiting, .paused:
            guard state != shown else { return [] }
            state = shown
            return changed(at: now)
        }
    }

    /// A downloader that doesn't end though its test is over is killed.
    mutating func killOverdueTest(at now: Moment) -> [Effect] {
        guard let since = testEndingSince, now.uptime - since >= Self.terminationLimit else { return [] }
        testEndingSince = now.uptime
        killed = true
        return [.signal(.kill)]
    }

    /// What is known of the line while no test runs.
    func outlook(at now: Moment) -> LineOutlook {
        let spent = standing.map { $0.spending.cycle + spentSinceStanding }
        return LineOutlook(
            foreign: system.interfaceRate,
            interface: configuration.interface ?? system.interface,
            externalAddress: externalAddress?.ip,
            cycle: configuration.accountingPlan.cycle(at: now.timestamp),
            cycleLeft: budget.cycle.map { max(.zero, $0 - (spent ?? .zero)) }
        )
    }

    /// Makes a test now, whatever the schedule says.
    mutating func testNow(at now: Moment) -> [Effect] {
        guard planner != nil else {
            return [
                answer(
                    "Single tests belong to \"mode\": \"scheduled\", which isn't started.",
                    isPossible: false,
                    isChange: false
                )
            ]
        }
        guard downloader.phase == .absent, !account.isAsking else {
            return [answer("A test is running already.", isChange: false)]
        }
        return plan(.runNow, at: now) + [answer("A test was asked for.")]
    }
}

extension TestRecord {
    /// What the test gave, in one sentence.
    package var sentence: String {
        let result =
            rate.map { "\($0.rate.plain) (\($0.low.plain) to \($0.high.plain))" }
            ?? connect.map { "a round trip of \(($0.seconds * 1_000).significant) ms" } ?? "nothing"
        let doubts = flaws.isEmpty ? "" : "; says nothing of the line: \(flaws.names.joined(separator: ", "))"
        return "\(kind.rawValue) test gave \(result) for \(amount.plain)\(doubts)"
    }
}
