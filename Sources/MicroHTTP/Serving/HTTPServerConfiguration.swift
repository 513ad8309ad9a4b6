/// Where a server listens, what it bears and whom it lets in.
package struct HTTPServerConfiguration: Sendable {
    /// An IPv4 or IPv6 address, or a name; of a name's addresses the first is bound, IPv4 before IPv6.
    package var host: String
    /// The TCP port; 0 takes a free one.
    package var port: Int
    /// How many threads answer; ignored with ``threadPerConnection``.
    package var threads: Int
    /// How many connections may be open.
    ///
    /// Over plain TCP a WebSocket is no connection of the server's any more; its hub has a limit of its own.
    package var connectionLimit: Int
    /// How many of them one client address may hold, or nil for no limit.
    package var perAddressLimit: Int?
    /// The bytes kept for a connection; they bound the header block, in which cookies count twice.
    ///
    /// Above 32 KiB libmicrohttpd maps them, so that only what is used costs memory and all of it is given
    /// back: a thousand WebSockets that arrive at once leave 10 KB each instead of 17.
    package var memoryPerConnection: Int
    /// After how many seconds without traffic a connection is closed.
    package var idleTimeoutSeconds: Int
    /// The largest request body in bytes; a larger one is answered with 413.
    package var bodyLimit: Int
    /// Whether each connection has a thread of its own, so that ``HTTPBodyStream/pace`` may block.
    package var threadPerConnection: Bool
    /// The certificate to speak TLS with, or nil for plain HTTP.
    package var tls: TLSIdentity?
    /// What judges each request before its handler, or nil to let all pass.
    package var `guard`: RequestGuard?
    /// Header fields that every response carries, unless it has its own of that name.
    package var responseHeaders: [(String, String)]
    /// Takes libmicrohttpd's messages, a line each, on any thread.
    package var log: @Sendable (String) -> Void

    /// Creates a configuration; everything has a default that suits a server on loopback.
    package init(
        host: String = "127.0.0.1",
        port: Int = 0,
        threads: Int = 2,
        connectionLimit: Int = 512,
        perAddressLimit: Int? = nil,
        memoryPerConnection: Int = 65_536,
        idleTimeoutSeconds: Int = 30,
        bodyLimit: Int = 65_536,
        threadPerConnection: Bool = false,
        tls: TLSIdentity? = nil,
        guard: RequestGuard? = nil,
        responseHeaders: [(String, String)] = [],
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.threads = threads
        self.connectionLimit = connectionLimit
        self.perAddressLimit = perAddressLimit
        self.memoryPerConnection = memoryPerConnection
        self.idleTimeoutSeconds = idleTimeoutSeconds
        self.bodyLimit = bodyLimit
        self.threadPerConnection = threadPerConnection
        self.tls = tls
        self.`guard` = `guard`
        self.responseHeaders = responseHeaders
        self.log = log
    }
}
