/// How a cycle is likely to end, from what its days and those before have carried.
///
/// A thousand futures are drawn from the line's own days: their level (uncertain while few days are known), the week's
/// pattern and the scatter of single days. Equal days give equal forecasts. Bands hold four futures of five.
package struct Forecast: Hashable, Sendable {
    /// An amount with its band.
    package struct Amount: Hashable, Sendable {
        /// One future of ten stays below.
        package var low: ByteCount
        /// As many futures lie below as above.
        package var likely: ByteCount
        /// One future of ten goes above.
        package var high: ByteCount
    }

    /// When the cap is used up, if it is.
    package enum Exhaustion: Hashable, Sendable {
        /// Never: there is no cap.
        case noCap
        /// It is already.
        case reached
        /// It may be before the cycle's end.
        case before(Chance)
    }

    /// When the cap may be used up; a time that is `nil` lies beyond the cycle's end.
    package struct Chance: Hashable, Sendable {
        /// The share of the futures in which it happens in this cycle, 0–1.
        package var probability: Double
        /// One future of ten is earlier.
        package var earliest: Timestamp?
        /// As many futures are earlier as later.
        package var likely: Timestamp?
        /// One future of ten is later.
        package var latest: Timestamp?
    }

    /// What the cycle costs beyond the plan, by the amounts that it ends with.
    package struct Cost: Hashable, Sendable {
        /// By the low amount.
        package var low: Money
        /// By the likely amount.
        package var likely: Money
        /// By the high amount.
        package var high: Money
    }

    /// How many futures are drawn.
    private static let futures = 1_000

    /// The cycle.
    package let cycle: BillingCycle
    /// What it has used so far.
    package let used: ByteCount
    /// The cap; `nil` for none.
    package let cap: ByteCount?
    /// What it will have used at its end.
    package let atEnd: Amount
    /// When the cap is used up.
    package let exhaustion: Exhaustion
    /// What may be used a day until the cycle's end without passing the cap; `nil` without a cap.
    package let allowancePerDay: ByteCount?
    /// What the cycle costs beyond the plan; `nil` without a price.
    package let cost: Cost?
    /// How many days the forecast rests on; 0 if only on a part of today or on what the provider said.
    package let days: Int

    /// Forecasts a cycle; `nil` while there is less than a quarter of a day to go by.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - cycle: The plan's cycle that `time` lies in.
    ///   - used: What the cycle has used so far, as ``Plan/used(slots:in:)`` has it.
    ///   - days: What counted on the days known, also those of earlier cycles, the earliest first; a day that is left
    ///     out between others carried nothing. The first one is taken for a part of a day, if there are others.
    ///   - time: Now.
    package init?(plan: Plan, cycle: BillingCycle, used: ByteCount, days: [DayUsage], at time: Timestamp) {
        let past = ForecastPast(plan: plan, cycle: cycle, used: used, days: days, at: time)
        guard let pattern = past.pattern else { return nil }
        let parts = ForecastPart.parts(from: time, to: cycle.end, in: plan.zone)
        let length = parts.reduce(0) { $0 + $1.share }
        var random = SplitMix64(seed: 1)
        var totals: [Double] = []
        var crossings: [Timestamp] = []
        for _ in 0..<Self.futures {
            let level = pattern.drawnLevel(days: length, &random)
            var total = Double(used.bytes)
            var isCrossed = false
            for part in parts {
                let amount = pattern.drawnDay(part.weekday, level: level, &random) * part.share
                if let cap = plan.cap, !isCrossed, total + amount >= Double(cap.bytes), amount > 0 {
                    isCrossed = true
                    crossings.append(part.time(at: (Double(cap.bytes) - total) / amount))
                }
                total += amount
            }
            totals.append(total)
        }
        totals.sort()
        crossings.sort()
        self.cycle = cycle
        self.used = used
        cap = plan.cap
        self.days = past.count
        /// The amount that so many tenths of the futures stay below.
        func amount(_ tenths: Int) -> ByteCount {
            ByteCount(Int64(min(9e18, totals[(Self.futures - 1) * tenths / 10])))
        }
        let end = Amount(low: amount(1), likely: amount(5), high: amount(9))
        atEnd = end
        if let cap = plan.cap {
            exhaustion = used >= cap ? .reached : .before(Chance(crossings, of: Self.futures))
            let left = Double(max(ByteCount.zero, cap - used).bytes)
            allowancePerDay = ByteCount(Int64(left / max(1, length)))
        } else {
            exhaustion = .noCap
            allowancePerDay = nil
        }
        cost = plan.cost(used: end.likely).flatMap { likely in
            guard let low = plan.cost(used: end.low), let high = plan.cost(used: end.high) else { return nil }
            return Cost(low: low, likely: likely, high: high)
        }
    }
}

extension Forecast.Chance {
    /// Sums up when the cap was used up, in those of so many futures in which it was.
    fileprivate init(_ crossings: [Timestamp], of futures: Int) {
        func time(_ tenths: Int) -> Timestamp? {
            let index = (futures - 1) * tenths / 10
            return index < crossings.count ? crossings[index] : nil
        }
        probability = Double(crossings.count) / Double(futures)
        (earliest, likely, latest) = (time(1), time(5), time(9))
    }
}
