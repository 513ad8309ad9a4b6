/// One observation of the line: how fast it was, from where, and what else was known at the time.
package struct LineSample: Hashable, Sendable {
    /// Where the data came from.
    package enum Source: Hashable, Sendable {
        /// One target alone, by its index; others may take their turn in other samples.
        case target(Int)
        /// Several targets at once: the speed of each by index, zero for those not in use.
        case targets([BitRate])
    }

    /// Something on this side that limits the speed, so that a low one proves nothing about the provider.
    package enum LocalLimit: String, Hashable, Sendable {
        /// The processor is busy.
        case processor
        /// The interface carries what it can.
        case interface
        /// The receive window is full.
        case receiveWindow
        /// Other traffic of this household shares the line.
        case crossTraffic
    }

    /// The speed of the whole line over the interval.
    package var rate: BitRate
    /// Where the data came from.
    package var source: Source
    /// Whether no connection was setting up or in slow start.
    package var isSettled: Bool
    /// What limited the speed on this side, if anything did.
    package var localLimit: LocalLimit?
    /// What the billing cycle has cost so far; `nil` lets the detector add up the samples it sees.
    package var cycleUsage: ByteCount?
    /// The round-trip time of the connections under load.
    package var roundTrip: Duration?
    /// The share of segments, 0–1, that were lost: sent again, or seen out of order.
    package var lossShare: Double?
    /// What else the line carried to this household meanwhile, as far as this machine can see it.
    package var otherTraffic: BitRate

    /// Makes a sample.
    package init(
        rate: BitRate,
        source: Source = .target(0),
        isSettled: Bool = true,
        localLimit: LocalLimit? = nil,
        cycleUsage: ByteCount? = nil,
        roundTrip: Duration? = nil,
        lossShare: Double? = nil,
        otherTraffic: BitRate = .zero
    ) {
        self.rate = rate
        self.source = source
        self.isSettled = isSettled
        self.localLimit = localLimit
        self.cycleUsage = cycleUsage
        self.roundTrip = roundTrip
        self.lossShare = lossShare
        self.otherTraffic = otherTraffic
    }
}
