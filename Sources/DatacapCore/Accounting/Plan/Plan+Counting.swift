extension Plan {
    /// Whether the traffic of the slot that begins at a point in time is free.
    package func isFree(slotStart time: Timestamp) -> Bool {
        guard !freeHours.isEmpty else { return false }
        let local = zone.local(time)
        return freeHours.contains { $0.contains(local) }
    }

    /// What counts of an amount of traffic, by its direction.
    package func counted(_ traffic: Traffic) -> ByteCount {
        switch counts {
        case .down: traffic.down
        case .up: traffic.up
        case .both: traffic.down + traffic.up
        }
    }

    /// What counts of a slot's traffic, by its direction and its hour.
    package func counted(_ slot: UsageSlot) -> ByteCount {
        isFree(slotStart: slot.start) ? .zero : counted(slot.traffic)
    }

    /// What is used of the cap in a cycle.
    ///
    /// If the provider said how much was used at some time of the cycle, that replaces what the slots say of the time
    /// before; of the slot in which it was said the share after it counts.
    ///
    /// - Parameters:
    ///   - slots: The line's slots, in any order; those of other cycles don't count.
    ///   - cycle: One of the plan's cycles.
    /// - Returns: The amount, free hours and uncounted directions left out.
    package func used(slots: some Sequence<UsageSlot>, in cycle: BillingCycle) -> ByteCount {
        let carried = carriedIn.flatMap { cycle.contains($0.time) ? $0 : nil }
        var used = carried?.amount ?? .zero
        for slot in slots where cycle.contains(slot.start) {
            let length = UsageSlot.length.milliseconds
            let after = slot.start.milliseconds + length - (carried?.time ?? cycle.start).milliseconds
            guard after > 0 else { continue }
            let counted = counted(slot)
            used += after >= length ? counted : counted.share(after, of: length)
        }
        return used
    }

    /// What counts of each day of the plan's zone that has a slot, earliest first; the slots must be in that order too.
    package func days(of slots: some Sequence<UsageSlot>) -> [DayUsage] {
        var days: [DayUsage] = []
        for slot in slots {
            let date = zone.local(slot.start).date
            if days.last?.date != date { days.append(DayUsage(date: date)) }
            days[days.count - 1].used += counted(slot)
        }
        return days
    }
}

/// What counted on one day of the plan's zone.
package struct DayUsage: Hashable, Sendable {
    /// The day.
    package var date: CivilDate
    /// How much.
    package var used: ByteCount

    /// Makes the usage of a day.
    package init(date: CivilDate, used: ByteCount = .zero) {
        self.date = date
        self.used = used
    }
}

extension ByteCount {
    /// A part of the amount, such as 300 of 900, rounded down.
    fileprivate func share(_ part: Int64, of whole: Int64) -> ByteCount {
        ByteCount(bytes / whole * part + bytes % whole * part / whole)
    }
}
