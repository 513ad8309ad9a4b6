internal import Synchronization

/// Counts requests on all of a server's threads.
final class TrafficCounter: Sendable {
    private let counts = Mutex(HTTPStatistics())
    private let connections = Atomic(0)

    /// Counts one answered request, and why it was turned away if it was.
    func count(handler: String, method: String, code: Int, rejection: RejectionReason?) {
        let request = HTTPStatistics.Request(handler: handler, method: Self.label(method), code: code)
        counts.withLock { counts in
            counts.requests[request, default: 0] += 1
            if let rejection { counts.rejections[rejection, default: 0] += 1 }
        }
    }

    /// Counts a connection that opened (1) or closed (-1).
    func countConnection(_ change: Int) { connections.add(change, ordering: .relaxed) }

    /// The counts so far.
    var statistics: HTTPStatistics {
        var statistics = counts.withLock { $0 }
        statistics.connections = connections.load(ordering: .relaxed)
        return statistics
    }

    /// A closed set of names: a client must not be able to make series at will.
    private static func label(_ method: String) -> String {
        switch method {
        case "GET": "get"
        case "HEAD": "head"
        case "POST": "post"
        case "PUT": "put"
        case "PATCH": "patch"
        case "DELETE": "delete"
        case "OPTIONS": "options"
        default: "other"
        }
    }
}
