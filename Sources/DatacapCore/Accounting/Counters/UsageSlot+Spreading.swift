extension UsageSlot {
    /// The longest time that traffic is spread over; what is older lies at the start of it.
    static let longestSpread = Duration.seconds(400 * 86_400)

    /// Spreads traffic evenly over a time, to the byte.
    ///
    /// - Parameters:
    ///   - traffic: What was carried; not negative.
    ///   - duration: How long that took; 400 days at most are looked at.
    ///   - end: When it was over.
    ///   - isUncertain: Whether it may as well belong to another of the slots.
    /// - Returns: The slots that get something, in order.
    package static func spread(
        _ traffic: Traffic,
        over duration: Duration,
        until end: Timestamp,
        isUncertain: Bool
    ) -> [UsageSlot] {
        guard traffic != .zero else { return [] }
        let length = UInt64(clamping: min(duration, longestSpread).milliseconds)
        let begin = Timestamp(milliseconds: end.milliseconds - Int64(length))
        // The last of the time lies before its end, which may be a slot's start.
        let last = start(of: length > 0 ? Timestamp(milliseconds: end.milliseconds - 1) : end)
        var slot = UsageSlot(start: start(of: begin))
        var (slots, spent): ([UsageSlot], Traffic) = ([], .zero)
        while slot.start <= last {
            let next = slot.start + Self.length
            let elapsed = UInt64(next.milliseconds - begin.milliseconds)
            let due = Traffic(
                down: share(of: traffic.down, elapsed, length),
                up: share(of: traffic.up, elapsed, length)
            )
            slot.traffic = Traffic(down: due.down - spent.down, up: due.up - spent.up)
            spent = due
            if isUncertain { slot.uncertain = slot.traffic.down + slot.traffic.up }
            if slot.traffic != .zero { slots.append(slot) }
            slot = UsageSlot(start: next)
        }
        return slots
    }

    /// How much of an amount has come after a part of the time, rounded down; all of it at the end.
    private static func share(of amount: ByteCount, _ elapsed: UInt64, _ length: UInt64) -> ByteCount {
        guard elapsed < length else { return amount }
        let product = UInt64(amount.bytes).multipliedFullWidth(by: elapsed)
        return ByteCount(Int64(length.dividingFullWidth(product).quotient))
    }
}
