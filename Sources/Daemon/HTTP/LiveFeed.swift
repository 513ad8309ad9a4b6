internal import DatacapCore
internal import MicroHTTP
internal import Synchronization

/// Tells the WebSocket clients what is new.
final class LiveFeed: Sendable {
    private struct Sent {
        var session: Timestamp?
        var point = Timestamp(milliseconds: .min)
    }

    /// The clients.
    let hub: WebSocketHub
    private let sent = Mutex(Sent())

    /// Makes a feed whose new clients are greeted with the whole state.
    init(snapshot: Snapshot) {
        hub = WebSocketHub(
            configuration: .init(connectionLimit: 1_200, maximumQueuedBytes: 262_144, maximumMessageBytes: 4_096),
            greeting: { ByteBlock(snapshot.station.statsMessage(points: .all, at: SystemClock.now())) },
            onMessage: { _ in nil }
        )
    }

    /// Sends the figures, and of the chart what hasn't been sent; all of it when a new session began.
    func publishStats(of station: Station) {
        let points: Station.PointSelection = sent.withLock { sent in
            let isSameSession = sent.session == station.session.startTime
            let selection: Station.PointSelection = isSameSession ? .latest(after: sent.point) : .all
            sent.session = station.session.startTime
            sent.point = station.session.points.latest?.time ?? Timestamp(milliseconds: .min)
            return selection
        }
        guard hub.statistics.connections > 0 else { return }
        hub.broadcast(ByteBlock(station.statsMessage(points: points, at: SystemClock.now())))
    }

    /// Sends where an alert stands.
    func publishAlert(_ name: String, of station: Station) {
        guard hub.statistics.connections > 0 else { return }
        hub.broadcast(ByteBlock(station.alerts.alertMessage(name, at: SystemClock.now())))
    }

    /// Sends the machine's figures.
    func publishSystem(of station: Station) {
        guard hub.statistics.connections > 0 else { return }
        hub.broadcast(ByteBlock(station.systemMessage()))
    }
}
