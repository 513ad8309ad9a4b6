/// What a pool's connections went through since the last look.
package struct ConnectionStatistics: Hashable, Sendable {
    /// Transfers in progress.
    package var active = 0
    /// How many of those were still setting up, in TCP's slow start or recovering from it since the last look.
    ///
    /// A connection that a transfer took over from another is past that.
    package var ramping = 0
    /// The median of the connections' round-trip times under load, `nil` without connections.
    package var roundTrip: Duration?
    /// The median of their variations.
    package var roundTripVariation: Duration?
    /// The median of the times that their set-up took, from the resolved name to TCP's handshake; `nil` when the
    /// transfers in progress took over all of theirs.
    package var connect: Duration?
    /// Data segments received.
    package var segments: Int64 = 0
    /// Segments that this side sent again.
    package var retransmits: Int64 = 0
    /// Data segments that arrived out of order.
    package var outOfOrder: Int64 = 0
    /// Connections of transfers in progress that filled the receive window each round trip, on a way without queues.
    package var windowLimited = 0
    /// The address of this side that the transfers in progress use; `nil` without a connection.
    package var localAddress: String?
}
