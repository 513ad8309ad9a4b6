internal import CMicroHTTPD
internal import Glibc

/// The numeric text of socket addresses.
enum SocketAddress {
    /// The address without its port, as `getnameinfo` writes it; empty for other families than IPv4 and IPv6.
    static func text(_ address: UnsafePointer<sockaddr>) -> String {
        let size: Int
        switch Int32(address.pointee.sa_family) {
        case AF_INET: size = MemoryLayout<sockaddr_in>.size
        case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
        default: return ""
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let result = getnameinfo(
                address,
                socklen_t(size),
                buffer.baseAddress,
                socklen_t(buffer.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            guard result == 0, let start = buffer.baseAddress else { return "" }
            return String(cString: start)
        }
    }
}
