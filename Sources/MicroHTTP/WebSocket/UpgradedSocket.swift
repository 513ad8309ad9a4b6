internal import CMicroHTTPD
internal import Glibc

/// A connection that libmicrohttpd has handed over.
///
/// libmicrohttpd keeps its record of such a connection, 8 KB and more, for as long as it thinks it
/// open. Over plain TCP it is told at once that the connection is done, and a duplicate of the descriptor
/// carries on; over TLS, where it relays every byte, the connection stays its own.
struct UpgradedSocket: @unchecked Sendable {
    private enum Owner {
        case none
        case server(OpaquePointer)
    }

    /// What the kernel keeps for a client that doesn't read, in bytes; left alone it would be megabytes.
    private static let sendBuffer: Int32 = 65_536

    /// The descriptor to read, write and poll; `close` is the only way to close it.
    private(set) var descriptor: Int32
    /// What the client sent right behind its handshake.
    let early: [UInt8]
    private var owner: Owner

    init(descriptor: Int32, handle: OpaquePointer, early: [UInt8]) {
        self.descriptor = descriptor
        self.early = early
        owner = .server(handle)
    }

    /// Makes the connection ready for the hub, and takes it over from libmicrohttpd where that is possible.
    mutating func prepare() {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        guard case .server(let handle) = owner, isTCP else { return }
        var one: Int32 = 1
        var size = Self.sendBuffer
        let width = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, width)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, width)
        let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return }
        _ = cmhd_upgrade_close(handle)
        descriptor = duplicate
        owner = .none
    }

    /// Closes the connection; what was written is still delivered.
    func close() {
        switch owner {
        case .server(let handle): _ = cmhd_upgrade_close(handle)
        case .none:
            // Closing with unread bytes would send a reset, which can overtake our Close frame.
            shutdown(descriptor, Int32(SHUT_WR))
            withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
                var rounds = 16
                while rounds > 0, recv(descriptor, buffer.baseAddress, buffer.count, 0) > 0 {
                    rounds -= 1
                }
            }
            _ = Glibc.close(descriptor)
        }
    }

    /// Whether this is the client's own socket and not a pair that libmicrohttpd relays through.
    private var isTCP: Bool {
        var domain: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size)
        return domain == AF_INET || domain == AF_INET6
    }
}
