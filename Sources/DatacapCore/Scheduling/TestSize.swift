/// How much of a test the budget has room for, and why not for more.
///
/// The ladder: a full test; a short one, whose rate is known to ±10 %; a probe of 5 MB, which tells a slow line from a
/// fast one; the round trip alone; nothing.
package struct TestSize: Hashable, Sendable {
    /// What is made; `nil` for nothing.
    package var kind: TestRecord.Kind?
    /// The most that it may take.
    package var maximum: ByteCount
    /// What limits it; `nil` for a full test.
    package var limit: Budget.Limit?

    /// Chooses the greatest test that fits.
    ///
    /// - Parameters:
    ///   - cost: What tests take.
    ///   - allowance: What may be spent; `nil` for any amount.
    ///   - wanted: What the schedule lets a full test take; `nil` for any amount.
    package init(cost: TestCost, allowance: Budget.Allowance?, wanted: ByteCount? = nil) {
        let most = min(cost.most, wanted ?? cost.most)
        let room = allowance?.amount ?? most
        let full = min(cost.full, most)
        let kinds: [(TestRecord.Kind, least: ByteCount, most: ByteCount)] = [
            (.full, full, most), (.short, min(cost.short, full), most), (.probe, TestCost.probe, TestCost.probe),
            (.latency, TestCost.latency, TestCost.latency),
        ]
        let fitting = kinds.first { room >= $0.least }
        kind = fitting?.0
        maximum = fitting.map { min($0.most, room) } ?? .zero
        limit = kind == .full ? nil : allowance?.limit
    }

    /// How precisely the rate is to be known, in percent, given what a full test aims at.
    package func precision_percent(full: Double) -> Double { kind == .full ? full : max(full, 10) }

    /// Why it isn't a full test, in one sentence; `nil` if it is one.
    package func reason(left: ByteCount, cost: TestCost, ends: LimitEnds) -> String? {
        guard kind != .full, let limit else { return nil }
        let instead =
            switch kind {
            case .short: "a short test is made instead"
            case .probe: "a probe of \(TestCost.probe.plain) is made instead"
            case .latency: "only the round trip is measured"
            case .full, nil: "no test is made"
            }
        let what = "\(limit.setting) has \(left.plain) left and a full test takes about \(cost.full.plain)"
        return "\(what): \(instead) until \(ends.text(of: limit))"
    }
}

extension Budget.Limit {
    /// The limit as config.json calls it.
    package var setting: String {
        switch self {
        case .session: "budget.session_gb"
        case .hour: "budget.hour_gb"
        case .day: "budget.day_gb"
        case .cycle: "budget.cycle_gb"
        case .reserve: "the cap without budget.reserve_gb"
        case .cap: "the cap"
        }
    }
}
