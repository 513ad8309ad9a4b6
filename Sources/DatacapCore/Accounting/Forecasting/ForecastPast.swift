/// What a forecast has to go by.
struct ForecastPast {
    /// How the line's days are; `nil` if nothing is known.
    let pattern: DailyPattern?
    /// How many whole days that rests on.
    let count: Int

    /// Picks the whole days before today; without any, what the provider said of this cycle, else today's part.
    init(plan: Plan, cycle: BillingCycle, used: ByteCount, days: [DayUsage], at time: Timestamp) {
        let today = plan.zone.local(time).date
        let known = days.filter { $0.date < today }
        let whole = Self.whole(known, before: today)
        guard whole.isEmpty else {
            let first = today.adding(days: -whole.count).weekday.iso
            (pattern, count) = (DailyPattern(whole, weekday: first), whole.count)
            return
        }
        count = 0
        // What a day carried on average, from the cycle's start or today's, whichever says more.
        let start = plan.carriedIn.map { cycle.contains($0.time) } == true ? cycle.start : nil
        let begin = start ?? max(cycle.start, plan.zone.startOfDay(today))
        let length = begin.distance(to: time).seconds / 86_400
        let amount = start == nil ? days.last { $0.date == today }?.used ?? .zero : used
        let daily = Double(amount.bytes) / max(0.25, length)
        pattern = length >= 0.25 && amount > .zero ? DailyPattern([daily], weekday: today.weekday.iso) : nil
    }

    /// What the days in a row up to yesterday carried, in bytes; the first known one is left out if there are others.
    private static func whole(_ known: [DayUsage], before today: CivilDate) -> [Double] {
        guard let first = known.first else { return [] }
        let begin = known.count > 1 ? first.date.adding(days: 1) : first.date
        let length = min(DailyPattern.mostDays, today.daysSince1970 - begin.daysSince1970)
        var days = [Double](repeating: 0, count: length)
        for day in known {
            let index = length - (today.daysSince1970 - day.date.daysSince1970)
            if index >= 0, day.date >= begin { days[index] += Double(day.used.bytes) }
        }
        return days
    }
}

/// A day, or a part of one, that is still to come.
struct ForecastPart {
    /// When it begins.
    let start: Timestamp
    /// When it ends.
    let end: Timestamp
    /// Its weekday by ISO number.
    let weekday: Int
    /// How much of the whole day it is, 0–1.
    let share: Double

    /// The time at which a share of it has gone by.
    func time(at share: Double) -> Timestamp {
        let length = Double(end.milliseconds - start.milliseconds)
        return Timestamp(milliseconds: start.milliseconds + Int64(length * share))
    }

    /// The days of a zone between two points in time, and their parts at both ends.
    static func parts(from begin: Timestamp, to end: Timestamp, in zone: ZoneRules) -> [ForecastPart] {
        var parts: [ForecastPart] = []
        var date = zone.local(begin).date
        var dayStart = zone.startOfDay(date)
        while dayStart < end {
            let next = zone.startOfDay(date.adding(days: 1))
            let (from, to) = (max(begin, dayStart), min(end, next))
            if from < to {
                let share =
                    Double(to.milliseconds - from.milliseconds) / Double(next.milliseconds - dayStart.milliseconds)
                parts.append(ForecastPart(start: from, end: to, weekday: date.weekday.iso, share: share))
            }
            date = date.adding(days: 1)
            dayStart = next
        }
        return parts
    }
}
