internal import CMicroHTTPD
internal import Synchronization

/// An HTTP/1.1 server on libmicrohttpd's own threads.
///
/// Handlers are plain functions that run on those threads, never on Swift's cooperative pool, so
/// they may block briefly but can't suspend. A server listens from the moment it is made.
package final class HTTPServer: Sendable {
    private struct Daemon: @unchecked Sendable { let pointer: OpaquePointer }

    /// The port in use; it differs from the one asked for if that was 0.
    package let port: Int
    /// The address in use with its port, as in a URL: `127.0.0.1:8000` or `[::1]:8000`.
    package let address: String
    private let core: HTTPServerCore
    private let daemon: Mutex<Daemon?>

    /// Starts a server with these routes.
    ///
    /// - Throws: ``HTTPServerError`` when the address is taken or wrong, the certificate unusable, or threads run out.
    package init(_ configuration: HTTPServerConfiguration, routes: [HTTPRoute]) throws(HTTPServerError) {
        try configuration.tls?.validate()
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        let core = HTTPServerCore(configuration: configuration, router: HTTPRouter(routes))
        guard let pointer = Self.start(core, on: socket) else {
            // libmicrohttpd closes the socket on nearly every failure, so closing it here could hit another's.
            throw .start(reason: core.lastMessage ?? SystemError.text)
        }
        daemon = Mutex(Daemon(pointer: pointer))
        self.core = core
        port = socket.port
        address = "\(socket.host):\(socket.port)"
    }

    deinit { stop() }

    /// What the server has done so far.
    package var statistics: HTTPStatistics { core.traffic.statistics }

    /// Stops in order: 503 for new requests, streams broken off, WebSockets closed with 1001, all closed.
    ///
    /// Returns when all threads have ended, in a fraction of a second unless a handler takes longer. It
    /// blocks, so call it off Swift's cooperative pool, and never from a handler. Doing it again does nothing.
    package func stop() {
        daemon.withLock { daemon in
            guard let pointer = daemon?.pointer else { return }
            // Not MHD_quiesce_daemon(): with a pool of epoll threads it races them for the listening socket,
            // and the loser aborts the process (libmicrohttpd 0.9.75). Late requests get a 503 instead.
            core.beginStopping()
            core.streams.cancelAll()
            core.stopHubs()
            MHD_stop_daemon(pointer)
            daemon = nil
        }
    }

    private static func start(_ core: HTTPServerCore, on socket: ListeningSocket) -> OpaquePointer? {
        let configuration = core.configuration
        var flags = MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_ITC.rawValue | MHD_USE_ERROR_LOG.rawValue
        flags |= MHD_ALLOW_UPGRADE.rawValue
        flags |=
            configuration.threadPerConnection
            ? MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_POLL.rawValue : MHD_USE_EPOLL.rawValue
        if socket.isIPv6 { flags |= MHD_USE_IPv6.rawValue }
        if configuration.tls != nil { flags |= MHD_USE_TLS.rawValue }
        let context = Unmanaged.passUnretained(core).toOpaque()
        let options = core.options(descriptor: socket.descriptor)
        return cmhd_start(flags, UInt16(socket.port), HTTPServerCore.answer, context, options)
    }
}
