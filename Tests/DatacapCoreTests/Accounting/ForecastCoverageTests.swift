import DatacapCore
import Foundation
import Testing

/// Bands that say “four of five” must hold in four of five cases, on households of several kinds.
struct ForecastCoverageTests {
    /// How a made-up household uses its line.
    enum Household: String, CaseIterable {
        /// Each day for itself.
        case even
        /// Twice as much at the weekend.
        case weekly
        /// What is heavy stays heavy for some days.
        case sluggish
        /// Quiet, with a game's download now and then.
        case bursty

        /// What its days carry, in GB, from a Monday on.
        func days(_ count: Int, _ random: inout SplitMix64) -> [Double] {
            var state = 0.0
            let level = 5 + 60 * random.nextUnit()
            return (0..<count).map { index in
                let normal = (0..<12).reduce(-6.0) { sum, _ in sum + random.nextUnit() }
                switch self {
                case .even: return level * exp(0.5 * normal)
                case .weekly: return level * exp(0.4 * normal) * (index % 7 >= 5 ? 2 : 1)
                case .sluggish:
                    state = 0.6 * state + 0.8 * normal
                    return level * exp(0.5 * state)
                case .bursty: return level * exp(0.4 * normal) * (random.nextUnit() < 0.08 ? 6 : 0.6)
                }
            }
        }
    }

    /// In how many of the cycles the outcome lay within the bands.
    struct Coverage {
        var amounts = 0.0
        var times = 0.0
    }

    /// Forecasts many cycles of 30 days on one of their days, with so many days known before them.
    private static func coverage(_ household: Household, history: Int, day: Int) throws -> Coverage {
        var random = SplitMix64(seed: UInt64(history * 100 + day))
        let runs = 300
        var coverage = Coverage()
        // 2026-06-01 was a Monday.
        let first = try #require(CivilDate("2026-06-01"))
        for _ in 0..<runs {
            let amounts = household.days(history + 30, &random)
            let start = ZoneRules.utc.startOfDay(first.adding(days: history))
            let cycle = BillingCycle(start: start, end: start + .seconds(30 * 86_400))
            let now = start + .seconds(day * 86_400)
            var plan = Plan()
            let total = amounts[history...].reduce(0, +)
            // A cap that most cycles come near.
            plan.cap = .gigabytes(total * (0.7 + 0.4 * random.nextUnit()))
            let days = amounts[..<(history + day)].enumerated().map { index, amount in
                DayUsage(date: first.adding(days: index), used: .gigabytes(amount))
            }
            let used = ByteCount.gigabytes(amounts[history..<(history + day)].reduce(0, +))
            let forecast = try #require(Forecast(plan: plan, cycle: cycle, used: used, days: days, at: now))
            let isWithin = forecast.atEnd.low.gigabytes <= total && total <= forecast.atEnd.high.gigabytes
            coverage.amounts += isWithin ? 1 / Double(runs) : 0
            switch forecast.exhaustion {
            case .noCap: break
            case .reached: coverage.times += 1 / Double(runs)
            case .before(let chance):
                let crossing = try Self.crossing(amounts[history...], cap: #require(plan.cap).gigabytes, from: start)
                // A time beyond the end is later than every other.
                let time = crossing?.milliseconds ?? .max
                let isWithin =
                    (chance.earliest?.milliseconds ?? .max) <= time && time <= (chance.latest?.milliseconds ?? .max)
                coverage.times += isWithin ? 1 / Double(runs) : 0
            }
        }
        return coverage
    }

    private static func crossing(_ days: ArraySlice<Double>, cap: Double, from start: Timestamp) throws -> Timestamp? {
        var total = 0.0
        for (index, day) in days.enumerated() {
            if total + day >= cap {
                return start + .seconds(86_400 * (Double(index) + (cap - total) / day))
            }
            total += day
        }
        return nil
    }

    @Test(
        arguments: Household.allCases,
        [(60, 1), (60, 10), (60, 25), (0, 2), (0, 5), (0, 15)] as [(history: Int, day: Int)]
    )
    func `four outcomes of five lie within the bands`(household: Household, moment: (history: Int, day: Int)) throws {
        let coverage = try Self.coverage(household, history: moment.history, day: moment.day)
        let amounts = Int((coverage.amounts * 100).rounded())
        let times = Int((coverage.times * 100).rounded())
        // With few days known a band had better be too wide; what comes once in twelve days can't be known after five.
        let least = moment.history > 0 ? 72 : 58
        #expect((least...99).contains(amounts), "amounts: \(amounts) %")
        #expect((least...100).contains(times), "times: \(times) %")
    }
}
