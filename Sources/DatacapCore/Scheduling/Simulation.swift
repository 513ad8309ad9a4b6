/// Days of the scheduled mode in a second: the planner, the budget, the plan and the detector on a made-up line.
package struct Simulation: Sendable {
    /// How often the planner is looked after while no test runs.
    private static let step = Duration.seconds(60)
    /// Of the household's use so much is sent.
    private static let upShare = 0.1

    let home: SimulatedHome
    let plan: Plan
    let budget: Budget
    let order: FetchOrder
    var planner: TestPlanner
    private var detector: LineDetector
    private var random: SplitMix64
    private(set) var now: Moment
    private var ledger: SimulatedLedger
    private var fetch: SimulatedFetch?
    private var report: SimulationReport

    /// Prepares a simulation that begins with the plan's first cycle of 2026.
    ///
    /// - Parameters:
    ///   - configuration: What config.json says; its mode is taken to be scheduled.
    ///   - home: The line and the household.
    ///   - cap: The plan's cap, if not the configuration's.
    package init(_ configuration: Configuration, home: SimulatedHome, cap: ByteCount? = nil) {
        var plan = configuration.plan ?? Plan()
        if configuration.plan == nil { plan.zone = configuration.zone }
        plan.cap = cap ?? plan.cap ?? configuration.dataCap
        self.plan = plan
        self.home = home
        budget = configuration.testing.budget.budget(
            cap: plan.cap,
            mode: .scheduled,
            stopsAtCap: configuration.atCap == .stop
        )
        order = configuration.order
        planner = TestPlanner(
            settings: configuration.testing.schedule,
            streams: configuration.streams,
            zone: plan.zone,
            seed: home.seed
        )
        var settings = configuration.detectorSettings
        settings.cap = plan.cap
        detector = LineDetector(settings: settings)
        random = SplitMix64(seed: home.seed)
        let inside = Timestamp(milliseconds: 1_767_225_600_000) + .seconds(26 * 3_600)
        let start = plan.cycle(at: inside).start
        now = Moment(timestamp: start, uptime: .seconds(1))
        ledger = SimulatedLedger(plan: plan, at: start)
        report = SimulationReport(plan: plan, budget: budget)
    }

    /// Lets days pass.
    package mutating func run(days: Int) -> SimulationReport {
        let end = now.timestamp + .seconds(days * 86_400)
        while now.timestamp < end {
            let local = plan.zone.local(now.timestamp)
            if let closed = ledger.turn(at: now.timestamp) { report.close(closed) }
            let capacity = home.capacity(at: now.timestamp, local, used: ledger.used)
            let use = min(home.use(at: now.timestamp, local, capacity: capacity), capacity)
            perform(.tick(outlook(use)))
            while case .running = planner.state { runStep(capacity: capacity, use: use) }
            let amount = use.bytesPerSecond * Self.step.seconds
            let up = Int64(amount * Self.upShare)
            ledger.carry(Traffic(down: ByteCount(Int64(amount) - up), up: ByteCount(up)), at: now.timestamp)
            pass(Self.step)
        }
        report.close(ledger.current)
        report.elapsed_days = days
        return report
    }

    private func outlook(_ use: BitRate) -> LineOutlook {
        LineOutlook(
            foreign: use,
            interface: planner.settings.conditions.interface,
            externalAddress: nil,
            cycle: ledger.current.cycle,
            cycleLeft: budget.cycle.map { max(.zero, $0 - ledger.spending.cycle) }
        )
    }

    private mutating func pass(_ duration: Duration) {
        now = Moment(timestamp: now.timestamp + duration, uptime: now.uptime + duration)
    }

    private mutating func runStep(capacity: BitRate, use: BitRate) {
        guard var run = fetch else { return perform(.ended) }
        let sample = run.sample(
            capacity: capacity,
            foreign: use,
            noise: home.noise,
            random: &random,
            at: now.uptime
        )
        pass(sample.interval)
        fetch = run
        spend(sample)
        perform(.sample(sample))
        guard !run.isOver else { return fetch = nil }
        guard case .running(let test) = planner.state, test.ending != nil else { return }
        let last = run.last(capacity: capacity, at: now.uptime)
        pass(last.interval)
        spend(last)
        perform(.sample(last))
        fetch = nil
    }

    private mutating func spend(_ sample: FetchSample) { ledger.spend(sample.total, at: now.timestamp) }

    private mutating func perform(_ input: TestPlanner.Input) {
        for output in planner.handle(input, at: now) {
            switch output {
            case .reserve(let wanted, let least): perform(answer(wanted: wanted, least: least))
            case .begin(let test): fetch = SimulatedFetch(test.order(order))
            case .release, .end: break
            case .finished(let result): finish(result)
            case .note(let event): report.note(event)
            }
        }
    }

    private func answer(wanted: ByteCount, least: ByteCount) -> TestPlanner.Input {
        guard let allowance = budget.allowance(after: ledger.spending) else { return .granted(wanted, limit: nil) }
        if allowance.amount >= wanted { return .granted(wanted, limit: nil) }
        return allowance.amount >= least ? .granted(allowance.amount, limit: allowance.limit) : .refused(allowance)
    }

    private mutating func finish(_ result: TestResult) {
        ledger.countTest()
        report.add(result, full: home.rate)
        guard let sample = result.sample(cycleUsage: ledger.used) else { return }
        for event in detector.observeTest(sample, at: now) { report.add(event, at: now.timestamp) }
    }
}
