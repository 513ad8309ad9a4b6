/// When the limits of a ``Budget`` begin anew.
package struct LimitEnds: Hashable, Sendable {
    /// When the next clock hour begins.
    package var hour: Timestamp
    /// When the next day begins.
    package var day: Timestamp
    /// When the next cycle begins.
    package var cycle: Timestamp
    /// The zone that tells the times.
    package var zone: ZoneRules

    /// Finds the ends of a point in time.
    package init(at time: Timestamp, cycle: BillingCycle, in zone: ZoneRules) {
        let local = zone.local(time)
        // In an hour that comes twice the next may not be later by the clock; an hour later surely is.
        let next = zone.time(local.date, hour: local.hour + 1, minute: 0)
        hour = next > time ? next : time + .seconds(3_600)
        day = zone.startOfDay(local.date.adding(days: 1))
        self.cycle = cycle.end
        self.zone = zone
    }

    /// When a limit frees again, as a person reads it.
    package func text(of limit: Budget.Limit) -> String {
        switch limit {
        case .session: "the next start"
        case .hour: text(hour)
        case .day: text(day)
        case .cycle, .reserve, .cap: text(cycle)
        }
    }

    private func text(_ time: Timestamp) -> String { zone.local(time).minuteText }
}
