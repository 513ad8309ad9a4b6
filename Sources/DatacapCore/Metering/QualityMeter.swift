/// What the connections themselves say of the line: the kernel's `TCP_INFO` and libcurl's phase times.
package struct QualityMeter: Hashable, Sendable {
    /// The latest round-trip time under load.
    package private(set) var roundTrip: Duration?
    /// The latest variation of the round-trip time: the jitter.
    package private(set) var jitter: Duration?
    /// The latest time from a transfer's resolved name to its TCP connection.
    package private(set) var connect: Duration?
    private var segments = 0.0
    private var disturbed = 0.0

    /// Makes a meter that knows nothing yet.
    package init() {}

    /// Takes in what the kernel said with a sample.
    ///
    /// The share of disturbed segments forgets with a time constant of a minute.
    package mutating func add(_ sample: FetchSample) {
        roundTrip = sample.roundTrip ?? roundTrip
        jitter = sample.roundTripVariation ?? jitter
        connect = sample.connect ?? connect
        let keep = max(0, 1 - sample.interval.seconds / 60)
        segments = segments * keep + Double(sample.segments)
        disturbed = disturbed * keep + Double(sample.outOfOrder + sample.retransmits)
    }

    /// Takes in the phase times of a transfer, which may have been too short for any sample to see it connect.
    package mutating func add(_ outcome: TransferOutcome) {
        guard outcome.connect > outcome.resolve else { return }
        connect = outcome.connect - outcome.resolve
    }

    /// The share of segments, 0–1, that came out of order or were sent again: what loss looks like to a receiver.
    package var retransmitRatio: Double? { segments >= 1 ? min(1, disturbed / segments) : nil }
}
