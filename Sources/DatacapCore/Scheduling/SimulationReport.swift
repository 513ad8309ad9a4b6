/// What a simulation came to.
package struct SimulationReport: Sendable {
    /// What a test of a fixed length would have lasted.
    static let fixed = Duration.seconds(10)

    /// One cycle of the plan.
    package struct CycleFigures: Hashable, Sendable {
        /// When.
        package var cycle: BillingCycle
        /// What counted of the plan, tests included.
        package var used: ByteCount
        /// What the tests took of it.
        package var tests: ByteCount
        /// How many there were.
        package var count: Int
    }

    /// How many days passed.
    package internal(set) var elapsed_days = 0
    /// The cycles, the last one perhaps not over.
    package private(set) var cycles: [CycleFigures] = []
    /// The tests, in their order.
    package private(set) var tests: [TestRecord] = []
    /// What was noted, in its order.
    package private(set) var events: [EventRecord] = []
    /// What the detector said, in its order.
    package private(set) var verdicts: [(time: Timestamp, text: String)] = []
    /// What tests of ten seconds at the line's rate would have taken instead of the full ones.
    package private(set) var fixedAmount = ByteCount.zero
    private let plan: Plan
    private let budget: Budget

    init(plan: Plan, budget: Budget) {
        self.plan = plan
        self.budget = budget
    }

    /// What the tests took at most of a cycle's cap, in percent; `nil` without a cap.
    package var greatestShare_percent: Double? {
        guard let cap = plan.cap, cap > .zero else { return nil }
        return cycles.map { 100 * Double($0.tests.bytes) / Double(cap.bytes) }.max()
    }

    mutating func close(_ cycle: SimulatedLedger.Cycle) {
        cycles.append(CycleFigures(cycle: cycle.cycle, used: cycle.used, tests: cycle.tests, count: cycle.count))
    }

    mutating func add(_ result: TestResult, full rate: BitRate) {
        tests.append(result.record)
        guard result.record.kind == .full else { return }
        let found = result.record.rate?.rate ?? rate
        fixedAmount += ByteCount(Int64(found.bytesPerSecond * Self.fixed.seconds))
    }

    mutating func note(_ event: EventRecord) { events.append(event) }

    mutating func add(_ event: DetectionEvent, at time: Timestamp) {
        switch event {
        case .raised(let detection), .refined(let detection): verdicts.append((time, detection.sentence()))
        case .cleared(let detection, _): verdicts.append((time, "Over: \(detection.sentence())"))
        }
    }

    /// The report as lines of text.
    package var lines: [String] {
        let full = tests.filter { $0.kind == .full }
        let kinds = TestRecord.Kind.allCases.map { kind in "\(tests.count { $0.kind == kind }) \(kind.rawValue)" }
        let spent = ByteCount(full.reduce(0) { $0 + $1.amount.bytes })
        var lines = [
            "\(elapsed_days) days: \(tests.count) tests (\(kinds.joined(separator: ", "))), "
                + "\(tests.count { !$0.flaws.isEmpty }) of them flawed"
        ]
        if !full.isEmpty {
            let seconds = full.reduce(0) { $0 + $1.began.distance(to: $1.ended).seconds } / Double(full.count)
            lines.append(
                "a full test took \(ByteCount(spent.bytes / Int64(full.count)).plain) and \(seconds.significant) s; "
                    + "fixed ones of 10 s would have taken "
                    + "\(ByteCount(fixedAmount.bytes / Int64(full.count)).plain) each"
            )
        }
        if let limit = budget.cycle { lines.append("the tests' budget of a cycle: \(limit.plain)") }
        lines += cycles.map(line(of:))
        let skipped = events.filter { $0.kind == .skipped }
        lines.append("left out: \(skipped.count) tests; step-downs noted: \(events.count { $0.kind == .budget })")
        lines += events.filter { $0.kind == .budget }.prefix(12).map { "  \($0.time.rfc3339) \($0.text)" }
        lines.append(verdicts.isEmpty ? "verdicts: none" : "verdicts:")
        return lines + verdicts.map { "  \($0.time.rfc3339) \($0.text)" }
    }

    private func line(of cycle: CycleFigures) -> String {
        let share = plan.cap.map { cap in
            " of \(cap.plain); tests are \((100 * Double(cycle.tests.bytes) / Double(max(1, cap.bytes))).significant) %"
        }
        let money = plan.cost(used: cycle.used).map { "; costs \($0)" } ?? ""
        let days = "\(plan.zone.local(cycle.cycle.start).date) to \(plan.zone.local(cycle.cycle.end).date)"
        return
            "cycle \(days): \(cycle.used.plain) used\(share ?? ""), \(cycle.tests.plain) in \(cycle.count) tests\(money)"
    }
}
