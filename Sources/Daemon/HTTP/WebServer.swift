internal import Dispatch
internal import MicroHTTP
internal import ServiceLifecycle

/// Runs the HTTP server until the daemon leaves.
struct WebServer: Service {
    let server: HTTPServer
    let hub: WebSocketHub
    /// Tells whom it concerns that the server listens; by then signals end the daemon in order.
    let announce: @Sendable () -> Void

    func run() async throws {
        announce()
        try? await gracefulShutdown()
        await withCheckedContinuation { continuation in
            // Stopping waits for threads, which no task may do.
            DispatchQueue.global().async {
                hub.stop()
                server.stop()
                continuation.resume()
            }
        }
    }
}
