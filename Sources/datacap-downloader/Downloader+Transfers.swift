internal import Curl
internal import DatacapCore

extension Downloader {
    /// A body shorter than this says nothing about a line's speed.
    private static let shortestBody: Int64 = 65_536

    /// Gives every idle stream a transfer, as far as not all URLs rest.
    mutating func startIdleStreams() throws(DownloaderError) {
        let now = MonotonicClock.now
        for slot in streams.indices where streams[slot].url == nil {
            guard let url = rotation.next(previous: streams[slot].previous, streams: streams.count, at: now) else {
                return
            }
            streams[slot] = Stream(url: url, previous: url)
            do { try pool.start(slot: slot, url: order.urls[url]) } catch { throw .curl(error) }
        }
    }

    /// Tells of the transfers that have ended, and lets the URLs of those that failed rest.
    mutating func reportEnds() throws(DownloaderError) {
        while let end = pool.nextEnd() {
            guard let url = streams[end.slot].url else { continue }
            untold[url] += pool.takeReceived(slot: end.slot)
            streams[end.slot].url = nil
            guard let (reason, detail) = failure(of: end) else {
                rotation.finish(url)
                try emit(.transfer(url: url, TransferOutcome(end)))
                continue
            }
            let rest = rotation.fail(url, retryAfter: end.retryAfter, at: MonotonicClock.now)
            try emit(.failure(url: url, reason: reason, detail: detail, rest: rest, TransferOutcome(end)))
        }
    }

    /// Ends all transfers, which are neither good nor bad.
    mutating func abandonAll() {
        for slot in streams.indices {
            guard let url = streams[slot].url else { continue }
            pool.cancel(slot: slot)
            rotation.abandon(url)
            streams[slot].url = nil
        }
    }

    /// Makes the sample that is due now.
    mutating func sample(_ grid: inout SampleGrid) -> FetchSample {
        for slot in streams.indices {
            guard let url = streams[slot].url else { continue }
            untold[url] += pool.takeReceived(slot: slot)
        }
        let now = MonotonicClock.now
        let statistics = pool.takeStatistics(since: grid.last)
        defer { untold = Array(repeating: 0, count: untold.count) }
        return FetchSample(
            uptime: now,
            interval: grid.advance(to: now),
            bytes: untold,
            streams: statistics.active,
            ramping: statistics.ramping,
            roundTrip: statistics.roundTrip,
            roundTripVariation: statistics.roundTripVariation,
            connect: statistics.connect,
            segments: statistics.segments,
            retransmits: statistics.retransmits,
            outOfOrder: statistics.outOfOrder,
            machine: machine.reading(statistics)
        )
    }

    private func failure(of end: DownloadEnd) -> (FailureReason, String)? {
        if let failure = end.failure { return (FailureReason(failure.kind), failure.detail) }
        guard end.bytes < Self.shortestBody else { return nil }
        return (.transfer, "a body of \(end.bytes) bytes is too small to measure with")
    }
}

extension FailureReason {
    fileprivate init(_ kind: DownloadFailure.Kind) {
        self =
            switch kind {
            case .resolve: .resolve
            case .connect: .connect
            case .tls: .tls
            case .stall: .timeout
            case .status: .httpStatus
            case .body: .transfer
            }
    }
}

extension TransferOutcome {
    fileprivate init(_ end: DownloadEnd) {
        self.init(
            bytes: end.bytes,
            httpStatus: end.httpStatus,
            resolve: end.phases.resolve,
            connect: end.phases.connect,
            tls: end.phases.tls,
            firstByte: end.phases.firstByte,
            total: end.phases.total
        )
    }
}

extension DownloadOptions {
    /// What an order says about all transfers.
    init(_ order: FetchOrder) {
        let version: ConnectionOptions.IPVersion =
            switch order.ipVersion {
            case .any: .any
            case .v4: .v4
            case .v6: .v6
            }
        self.init(
            connection: ConnectionOptions(
                userAgent: "datacap/\(DatacapVersion.current)",
                ipVersion: version,
                interface: order.interface,
                proxy: order.proxy
            ),
            maximumBytesPerSecond: order.maximumBytesPerSecond
        )
    }
}
