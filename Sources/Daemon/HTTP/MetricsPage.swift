internal import DatacapCore
internal import MicroHTTP
internal import Synchronization

/// Serves `/metrics`: a function of the snapshot, made at most once for each state and second.
final class MetricsPage: Sendable {
    private struct Cache {
        var revision: UInt64 = 0
        var second: Int64 = -1
        var blocks: [ExpositionFormat: ByteBlock] = [:]
    }

    private let snapshot: Snapshot
    private let hub: WebSocketHub
    private let routes: [HTTPRoute]
    private let cache = Mutex(Cache())

    /// Makes the page of a daemon.
    ///
    /// - Parameters:
    ///   - snapshot: The state.
    ///   - hub: The WebSocket clients.
    ///   - routes: The routes whose requests are counted, so that their series are there from the start.
    init(snapshot: Snapshot, hub: WebSocketHub, routes: [HTTPRoute]) {
        self.snapshot = snapshot
        self.hub = hub
        self.routes = routes
    }

    /// Answers a scrape.
    ///
    /// - Parameters:
    ///   - request: The request, whose Accept header chooses the format.
    ///   - statistics: What the server has done so far.
    /// - Returns: The page, in the format that the request prefers.
    func answer(_ request: HTTPRequest, _ statistics: () -> HTTPStatistics) -> HTTPResponse {
        let format = ExpositionFormat(accept: request.header("Accept"))
        var response = HTTPResponse.block(block(format, statistics), contentType: format.contentType)
        response.headers.append(("Vary", "Accept"))
        return response
    }

    private func block(_ format: ExpositionFormat, _ statistics: () -> HTTPStatistics) -> ByteBlock {
        let revision = snapshot.revision
        let second = SystemClock.now().uptime.components.seconds
        let cached = cache.withLock { cache -> ByteBlock? in
            guard cache.revision == revision, cache.second == second else {
                cache = Cache(revision: revision, second: second)
                return nil
            }
            return cache.blocks[format]
        }
        if let cached { return cached }
        let page = snapshot.station.metrics(server: reading(statistics()), format: format)
        let block = ByteBlock(page).gzipped()
        cache.withLock { cache in
            if cache.revision == revision, cache.second == second { cache.blocks[format] = block }
        }
        return block
    }

    private func reading(_ statistics: HTTPStatistics) -> ServerReading {
        var reading = SystemReader().serverReading()
        reading.swiftVersion = Self.compiler
        var requests = statistics.requests
        requests[.init(handler: "/metrics", method: "get", code: 200), default: 0] += 0
        for route in routes {
            requests[.init(handler: route.pattern, method: route.method.lowercased(), code: 200), default: 0] += 0
        }
        reading.requests =
            requests
            .map { ($0.key.handler, $0.key.method, String($0.key.code), Int64($0.value)) }
            .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
        reading.rejections = RejectionReason.allCases.map {
            ($0.rawValue, Int64(statistics.rejections[$0] ?? 0))
        }
        reading.webSocketConnections = Int64(hub.statistics.connections)
        reading.droppedMessages = Int64(hub.statistics.droppedMessages)
        return reading
    }

    private static var compiler: String {
        #if compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
