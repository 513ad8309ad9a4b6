/// What was used over a range of time, as a chart shows it on the time axis of the speed.
package struct UsageSeries: Hashable, Sendable {
    /// What one stretch of time brought, and what was used of the cycle by its end.
    package struct Period: Hashable, Sendable {
        /// When it begins.
        package var start: Timestamp
        /// When it ends; the last one ends with the range.
        package var end: Timestamp
        /// When the plan's cycle began that it lies in.
        package var cycleStart: Timestamp
        /// What the whole line carried; `nil` if it isn't counted.
        package var line: Traffic?
        /// The tests' payload.
        package var tests: ByteCount
        /// What counted of the cycle by its end.
        package var used: ByteCount
    }

    /// Which ledger says what is used.
    package let source: UsageLedger
    /// The stretches that brought anything, earliest first: quarters of an hour, hours or days of the plan's zone.
    package private(set) var periods: [Period] = []

    /// Sums slots up.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - line: The whole line's slots from the start of the first cycle on, earliest first; `nil` if it isn't counted.
    ///   - tests: The tests' slots of the same time.
    ///   - start: Since when.
    ///   - end: Until when.
    package init(plan: Plan, line: [UsageSlot]?, tests: [UsageSlot], from start: Timestamp, to end: Timestamp) {
        source = line == nil ? .tests : .line
        let grain = Grain(for: start.distance(to: end))
        let all = (line ?? []).map { ($0, UsageLedger.line) } + tests.map { ($0, UsageLedger.tests) }
        var cycle = plan.cycle(at: start)
        for (slot, ledger) in all.sorted(by: { $0.0.start < $1.0.start }) {
            if !cycle.contains(slot.start) { cycle = plan.cycle(at: slot.start) }
            let span = grain.span(of: slot.start, in: plan.zone)
            let carried = plan.used(slots: [], in: cycle)
            if periods.last?.start != span.start {
                let used = periods.last.flatMap { $0.cycleStart == cycle.start ? $0.used : nil } ?? carried
                let period = Period(
                    start: span.start,
                    end: min(span.end, end),
                    cycleStart: cycle.start,
                    line: line.map { _ in .zero },
                    tests: .zero,
                    used: used
                )
                periods.append(period)
            }
            periods[periods.count - 1].add(slot, of: ledger)
            if ledger == source { periods[periods.count - 1].used += plan.used(slots: [slot], in: cycle) - carried }
        }
        periods.removeAll { $0.end <= start || end <= $0.start }
    }

    /// How much time a period has.
    private enum Grain {
        case slot, hour, day

        private static let longestBySlot = Duration.seconds(2 * 86_400)
        private static let longestByHour = Duration.seconds(14 * 86_400)

        init(for range: Duration) {
            self = range <= Self.longestBySlot ? .slot : range <= Self.longestByHour ? .hour : .day
        }

        func span(of time: Timestamp, in zone: ZoneRules) -> (start: Timestamp, end: Timestamp) {
            switch self {
            case .slot: return (time, time + UsageSlot.length)
            case .hour:
                let start = time + .seconds(-60 * zone.local(time).minute)
                return (start, start + .seconds(3_600))
            case .day:
                let date = zone.local(time).date
                return (zone.startOfDay(date), zone.startOfDay(CivilDate(daysSince1970: date.daysSince1970 + 1)))
            }
        }
    }
}

extension UsageSeries.Period {
    /// Writes the period as `/api/usage/history` shows it.
    package func write(to json: inout JSONWriter) {
        json.member("start", start.rfc3339)
        json.member("end", end.rfc3339)
        json.member("cycle_start", cycleStart.rfc3339)
        json.member("line_gb", line?.total.gigabytes, places: 6)
        json.member("tests_gb", tests.gigabytes, places: 6)
        json.member("used_gb", used.gigabytes, places: 6)
    }

    fileprivate mutating func add(_ slot: UsageSlot, of ledger: UsageLedger) {
        switch ledger {
        case .line: line = (line ?? .zero) + slot.traffic
        case .tests: tests += slot.traffic.total
        }
    }
}
