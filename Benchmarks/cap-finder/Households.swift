import DatacapCore
import TestSupport

/// Random households, with and without a cap.
struct Households {
    var dice: Dice
    /// What is recorded of lines; empty for made noise.
    var recorded: [[Double]] = []

    private static let month_seconds = 30.4 * 86_400

    /// A household that comes to its cap each month; a continuous test does that by itself.
    mutating func capped(isContinuous: Bool) -> SimulatedHousehold {
        while true {
            var household = line()
            let cap_bytes = logarithmic(50e9...2e12)
            household.demand_bytes = cap_bytes / dice.uniform(0.3...0.9)
            let most = household.plan_mbps * 125_000 * Self.month_seconds
            guard household.demand_bytes < (isContinuous ? 0.7 : 0.2) * most else { continue }
            household.stages = [
                .init(volume_bytes: cap_bytes, limit_mbps: household.plan_mbps * logarithmic(0.01...0.6))
            ]
            return household
        }
    }

    /// A household with nothing but what lines and providers do otherwise.
    mutating func innocent(_ kind: Int) -> SimulatedHousehold {
        var household = line()
        let most = household.plan_mbps * 125_000 * Self.month_seconds
        household.demand_bytes = min(logarithmic(50e9...3e12), 0.3 * most)
        switch kind % 8 {
        case 0: break
        case 1: household.evening = dice.uniform(0.2...0.6)
        case 2: household.spells += (0..<6).map { _ in spell(0.02...0.5, shares: 0...0.001) }
        case 3: household.spells += (0..<3).map { _ in spell(1...8, shares: 0.05...0.6, isServer: true) }
        case 4:
            let day = dice.uniform(5...85)
            household.spells.append(.init(days: day...1_000, share: dice.uniform(0.1...0.7)))
        case 5: household.spells += (0..<3).map { _ in spell(0.3...6, shares: 0.02...0.6) }
        case 6: household.decline = dice.uniform(0.003...0.02)
        default:
            household.evening = dice.uniform(0.2...0.6)
            household.spells += (0..<2).map { _ in spell(0.3...6, shares: 0.02...0.6) }
            household.spells += (0..<2).map { _ in spell(1...8, shares: 0.05...0.6, isServer: true) }
        }
        return household
    }

    static let kinds = [
        "untouched", "evenings", "outages", "slow server", "another plan", "maintenance", "decline", "everything",
    ]

    private mutating func line() -> SimulatedHousehold {
        var household = SimulatedHousehold()
        household.plan_mbps = logarithmic(20...1_000)
        if dice.happens(0.6) { household.evening = dice.uniform(0.4...0.95) }
        household.noise =
            recorded.isEmpty
            ? .made(share: dice.uniform(0.02...0.2), memory: dice.uniform(0...0.9)) : .recorded(recorded)
        household.lift_seconds = dice.uniform(0...1_200)
        household.month = (2026, dice.whole(1...8))
        if dice.happens(0.3) { household.spells.append(spell(0.02...0.2, shares: 0...0.001)) }
        if dice.happens(0.2) { household.spells.append(spell(0.1...1, shares: 0.2...0.7)) }
        return household
    }

    private mutating func spell(
        _ lengths_days: ClosedRange<Double>,
        shares: ClosedRange<Double>,
        isServer: Bool = false
    ) -> SimulatedHousehold.Spell {
        let start = dice.uniform(0...92)
        return .init(
            days: start...start + dice.uniform(lengths_days),
            share: dice.uniform(shares),
            isServer: isServer
        )
    }

    /// A number whose logarithm lies evenly in a range.
    private mutating func logarithmic(_ range: ClosedRange<Double>) -> Double {
        var low = range.lowerBound
        var factor = range.upperBound / low
        // Halving by square roots needs no logarithm: each binary digit of an even number takes one.
        for _ in 0..<24 {
            factor = factor.squareRoot()
            if dice.happens(0.5) { low *= factor }
        }
        return low
    }
}
