/// What the downloader tells: one JSON line each on its standard output.
///
/// The grammar of a run, in the order of the lines:
///
///     run      = started *( sample / transfer / failure / paused / resumed ) finished
///     started  = {"event":"started","pid":N,"uptime_ns":N}
///     sample   = {"event":"sample","uptime_ns":N,"interval_ns":N,"bytes":[N,…],"streams":N,"ramping":N,
///                 "rtt_us":N|null,"rtt_variation_us":N|null,"connect_us":N|null,"segments":N,"retransmits":N,"out_of_order":N,
///                 "cpu_ns":N,"cpu_wait_ns":N,"interface_bytes":N|null,"link_mbps":N|null,"window_limited":N,
///                 "ip_version":"v4"|"v6"|null}
///     transfer = {"event":"transfer","url":I, …OUTCOME}
///     failure  = {"event":"failure","url":I,"reason":REASON,"detail":S,"rest_ms":N, …OUTCOME}
///     OUTCOME  = "bytes":N,"http_status":N,"resolve_us":N,"connect_us":N,"tls_us":N,"first_byte_us":N,"total_us":N
///     paused   = {"event":"paused","uptime_ns":N}     resumed = {"event":"resumed","uptime_ns":N}
///     finished = {"event":"finished","uptime_ns":N}
///
/// `bytes` counts payload since the line before, one figure for each URL of the order. `uptime_ns` is the kernel's
/// `CLOCK_MONOTONIC`, the same for daemon and child. A run that ends without `finished` has crashed; every byte of
/// the samples before it counts.
package enum FetchEvent: Hashable, Sendable {
    /// The order was understood and transfers begin.
    case started(processID: Int64, uptime: Duration)
    /// What arrived since the last sample.
    case sample(FetchSample)
    /// A transfer ended as it should.
    case transfer(url: Int, TransferOutcome)
    /// A transfer failed; its URL rests for so long.
    case failure(url: Int, reason: FailureReason, detail: String, rest: Duration, TransferOutcome)
    /// No data flows any more.
    case paused(uptime: Duration)
    /// Data may flow again.
    case resumed(uptime: Duration)
    /// The run is over, as asked; always the last line.
    case finished(uptime: Duration)
}

/// Why a transfer failed: the label of `datacap_download_failures_total`.
package enum FailureReason: String, CaseIterable, Sendable {
    /// The host's or the proxy's name has no address.
    case resolve
    /// No connection came about.
    case connect
    /// The TLS handshake failed or the certificate doesn't hold.
    case tls
    /// Nothing arrived for 10 s.
    case timeout
    /// The server answered with an error status, or redirected too often.
    case httpStatus = "http_status"
    /// The body broke off, was empty, or was too small to measure with.
    case transfer
}

/// What arrived in one sampling interval.
package struct FetchSample: Hashable, Sendable {
    /// When the interval ended, by the kernel's monotonic clock.
    package var uptime: Duration
    /// How long it was.
    package var interval: Duration
    /// Payload bytes, one figure for each URL of the order.
    package var bytes: [Int64]
    /// Transfers in progress at its end.
    package var streams: Int
    /// How many of those were still setting up, in TCP slow start or recovering from it at any time in it.
    package var ramping: Int
    /// The median round-trip time over the connections, under load: what a receiver measures (`tcpi_rcv_rtt`).
    package var roundTrip: Duration?
    /// The median variation of the round-trip time.
    package var roundTripVariation: Duration?
    /// The median time that TCP's handshake took, over the transfers that made a connection.
    package var connect: Duration?
    /// Data segments received in the interval.
    package var segments: Int64
    /// Segments this side sent again in the interval.
    package var retransmits: Int64
    /// Data segments that arrived out of order in the interval: what loss looks like at the receiver.
    package var outOfOrder: Int64
    /// What this machine did meanwhile.
    package var machine: MachineReading

    /// Makes a sample.
    package init(
        uptime: Duration,
        interval: Duration,
        bytes: [Int64],
        streams: Int,
        ramping: Int = 0,
        roundTrip: Duration? = nil,
        roundTripVariation: Duration? = nil,
        connect: Duration? = nil,
        segments: Int64 = 0,
        retransmits: Int64 = 0,
        outOfOrder: Int64 = 0,
        machine: MachineReading = MachineReading()
    ) {
        self.uptime = uptime
        self.interval = interval
        self.bytes = bytes
        self.streams = streams
        self.ramping = ramping
        self.roundTrip = roundTrip
        self.roundTripVariation = roundTripVariation
        self.connect = connect
        self.segments = segments
        self.retransmits = retransmits
        self.outOfOrder = outOfOrder
        self.machine = machine
    }

    /// Payload bytes of all URLs together.
    package var total: ByteCount { ByteCount(bytes.reduce(0, +)) }
}

/// How one transfer went: libcurl's phase times, each since the transfer's start, and what came.
package struct TransferOutcome: Hashable, Sendable {
    /// Payload bytes of this transfer.
    package var bytes: Int64
    /// The last HTTP status, 0 if none came.
    package var httpStatus: Int
    /// When the name was resolved (`CURLINFO_NAMELOOKUP_TIME_T`).
    package var resolve: Duration
    /// When TCP was connected (`CURLINFO_CONNECT_TIME_T`).
    package var connect: Duration
    /// When TLS was set up (`CURLINFO_APPCONNECT_TIME_T`), zero without TLS.
    package var tls: Duration
    /// When the first byte arrived (`CURLINFO_STARTTRANSFER_TIME_T`).
    package var firstByte: Duration
    /// When it ended (`CURLINFO_TOTAL_TIME_T`).
    package var total: Duration

    /// Makes an outcome.
    package init(
        bytes: Int64 = 0,
        httpStatus: Int = 0,
        resolve: Duration = .zero,
        connect: Duration = .zero,
        tls: Duration = .zero,
        firstByte: Duration = .zero,
        total: Duration = .zero
    ) {
        self.bytes = bytes
        self.httpStatus = httpStatus
        self.resolve = resolve
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
    }
}
