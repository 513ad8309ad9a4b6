internal import CMicroHTTPD
internal import Glibc

/// A TCP socket that listens.
///
/// It is made here and not by libmicrohttpd so that a failure can say what the system said.
struct ListeningSocket {
    /// The descriptor; whoever holds it last closes it.
    let descriptor: Int32
    /// The port in use, also where 0 was asked for.
    let port: Int
    /// The address in use, as in a URL: `127.0.0.1`, `[::1]`.
    let host: String
    /// Whether the address is IPv6.
    let isIPv6: Bool

    /// Binds exactly the address that `host` says and listens on it.
    init(host: String, port: Int) throws(HTTPServerError) {
        guard (0...65_535).contains(port) else {
            throw .bind(host: host, port: port, reason: "not a port number")
        }
        let found = try Self.resolve(host, port: port)
        defer { freeaddrinfo(found) }
        var chosen = found
        while chosen.pointee.ai_family != AF_INET, let next = chosen.pointee.ai_next { chosen = next }
        let entry = chosen.pointee.ai_family == AF_INET ? chosen.pointee : found.pointee
        isIPv6 = entry.ai_family == AF_INET6
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(entry.ai_family, kind, 0)
        guard descriptor >= 0 else { throw .bind(host: host, port: port, reason: SystemError.text) }
        Self.enable(SO_REUSEADDR, level: SOL_SOCKET, on: descriptor)
        if isIPv6 { Self.enable(IPV6_V6ONLY, level: Int32(IPPROTO_IPV6), on: descriptor) }
        guard Glibc.bind(descriptor, entry.ai_addr, entry.ai_addrlen) == 0, listen(descriptor, SOMAXCONN) == 0 else {
            let reason = SystemError.text
            close(descriptor)
            throw .bind(host: host, port: port, reason: reason)
        }
        let numeric = SocketAddress.text(entry.ai_addr)
        self.host = isIPv6 ? "[\(numeric)]" : numeric
        self.port = Self.port(of: descriptor)
    }

    private static func resolve(_ host: String, port: Int) throws(HTTPServerError) -> UnsafeMutablePointer<addrinfo> {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(bare, String(port), &hints, &found)
        guard result == 0, let found else {
            throw .resolve(host: host, reason: String(cString: gai_strerror(result)))
        }
        return found
    }

    private static func enable(_ option: Int32, level: Int32, on descriptor: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func port(of descriptor: Int32) -> Int {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                // The port stands at the same place in IPv4 and IPv6 addresses.
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
                return Int(UInt16(bigEndian: address.pointee.sin_port))
            }
        }
    }
}
