internal import CCurl

/// One TCP connection of a pool, from its socket's creation to its close.
struct Connection {
    /// A connection is past slow start this long after its first payload byte, or 10 round trips if that is longer.
    private static let ramp: Int64 = 1_000_000_000
    /// The recovery from slow start is over when segments have come in order for so long.
    ///
    /// Slow start ends in losses; until they are made up for, payload comes late and then in lumps.
    private static let calm: Int64 = 500_000_000
    /// Disorder after so long is the line's nature, not slow start's.
    private static let longestRecovery: Int64 = 5_000_000_000
    /// TCP falls back to slow start on a connection that idled (RFC 5681 §4.1).
    private static let longestPause: Int64 = 1_000_000_000

    /// When payload first came over it since it was fresh, in the clock's nanoseconds; 0 before that.
    private(set) var firstByteAt: Int64 = 0
    private var idleSince: Int64 = 0
    private var disorderedAt: Int64 = 0
    /// A sender held up by the window fills it each round trip; any other leaves half of it free, as the kernel offers
    /// twice what comes (dynamic right-sizing, `tcp_rcv_space_adjust`).
    private static let fullWindow = 0.8
    /// A longer round trip than that many times the least is a queue: then a full window is the line's doing.
    private static let queued = 1.5
    private var counted = ccurl_tcp_statistics()
    private var countedAt: Int64 = 0
    /// Whether the receive window held the sender up between the last two counts.
    private(set) var isWindowLimited = false

    mutating func began(at now: Int64) {
        if idleSince != 0, now - idleSince > Self.longestPause { firstByteAt = 0 }
        idleSince = 0
    }

    mutating func received(firstByteAt time: Int64) {
        if firstByteAt == 0 { firstByteAt = time }
    }

    mutating func idled(at now: Int64) { idleSince = now }

    /// Tells whether slow start, or the recovery from it, went on at any time since `start`.
    func isRamping(since start: Int64, roundTrip_microseconds: UInt32) -> Bool {
        guard firstByteAt != 0 else { return true }
        let end = firstByteAt + max(Self.ramp, 10_000 * Int64(roundTrip_microseconds))
        return end > start || min(disorderedAt + Self.calm, firstByteAt + Self.longestRecovery) > start
    }

    /// Adds what the kernel counted since the last call.
    ///
    /// - Returns: What it counted in all, or `nil` if it can't tell.
    mutating func count(
        socket: Int32,
        at time: Int64,
        into sums: inout ConnectionStatistics
    ) -> ccurl_tcp_statistics? {
        var now = ccurl_tcp_statistics()
        guard ccurl_tcp_statistics(socket, &now) == 0 else { return nil }
        // The kernel's counters are 32 bits wide and wrap.
        sums.segments += Int64(now.data_segments_received &- counted.data_segments_received)
        sums.retransmits += Int64(now.segments_retransmitted &- counted.segments_retransmitted)
        sums.outOfOrder += Int64(now.segments_out_of_order &- counted.segments_out_of_order)
        if now.segments_out_of_order != counted.segments_out_of_order { disorderedAt = time }
        isWindowLimited = fillsWindow(now, over: time - countedAt)
        counted = now
        countedAt = time
        return now
    }

    private func fillsWindow(_ now: ccurl_tcp_statistics, over nanoseconds: Int64) -> Bool {
        let least = Double(now.least_round_trip_microseconds)
        guard countedAt != 0, nanoseconds > 0, least > 0, now.receive_window > 0,
            Double(now.receive_round_trip_microseconds) <= Self.queued * least
        else { return false }
        let bytes = Double(now.bytes_received &- counted.bytes_received)
        return bytes * least * 1_000 / Double(nanoseconds) >= Self.fullWindow * Double(now.receive_window)
    }
}
