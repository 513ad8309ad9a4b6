package import Lab
internal import Dispatch
internal import Glibc
internal import Logging
internal import MicroHTTP
internal import ServiceLifecycle
internal import UnixSignals

/// Runs a lab line by itself: `datacap lab`.
package struct LabRunner: Sendable {
    private let plan: LabPlan
    private let host: String
    private let port: Int
    private let options: DaemonOptions

    /// Makes a runner; nothing listens yet.
    package init(plan: LabPlan, host: String, port: Int, options: DaemonOptions) {
        self.plan = plan
        self.host = host
        self.port = port
        self.options = options
    }

    /// Serves until a signal says stop.
    ///
    /// - Throws: ``DaemonError/listen(_:)`` if it can't listen.
    package func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let logger = Logger(label: "datacap") { _ in
            LineLogHandler(level: options.logLevel, format: options.logFormat)
        }
        let server: LabServer
        do {
            server = try LabServer(plan: plan, host: host, port: port) {
                logger.debug("http", metadata: ["detail": "\($0)"])
            }
        } catch {
            throw DaemonError.listen("\(error)")
        }
        let name = host.contains(":") ? "[\(host)]" : host
        logger.info("lab line listening", metadata: ["url": "http://\(name):\(server.port)/data"])
        var quiet = logger
        quiet.logLevel = .warning
        let group = ServiceGroup(
            configuration: .init(
                services: [Running(server: server)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        )
        try await group.run()
    }

    private struct Running: Service {
        let server: LabServer

        func run() async throws {
            try? await gracefulShutdown()
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    server.stop()
                    continuation.resume()
                }
            }
        }
    }
}
