extension FreeHours {
    /// When hours of the day end that a point in time lies in, or those that follow without a gap; `nil` if it lies
    /// in none.
    ///
    /// - Returns: The distant future for hours that never end.
    static func end(of hours: [FreeHours], at time: Timestamp, in zone: ZoneRules) -> Timestamp? {
        guard hours.contains(where: { $0.contains(zone.local(time)) }) else { return nil }
        // Hours begin and end with a slot, in every zone.
        var slot = UsageSlot.start(of: time)
        for _ in 0..<Self.slotsOfTwoWeeks {
            slot = slot + UsageSlot.length
            let local = zone.local(slot)
            if !hours.contains(where: { $0.contains(local) }) { return slot }
        }
        return Timestamp(milliseconds: .max)
    }

    private static var slotsOfTwoWeeks: Int { 14 * 96 }
}
