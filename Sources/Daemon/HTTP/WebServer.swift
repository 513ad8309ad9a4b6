internal import Dispatch
internal import MicroHTTP
internal import ServiceLifecycle

/// Runs the HTTP server until the daemon leaves.
struct WebServer: Service {
    let server: HTTPServer
    let hub: WebSocketHub

    func run() async throws {
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
