internal import CLinux
internal import Glibc

/// Counts what comes in on the network interface that holds an address.
///
/// By `getifaddrs`, which asks the kernel in this process's own network namespace; files under `/sys` may show
/// another's.
struct InterfaceCounter: ~Copyable {
    /// What came in since the last look, and what the interface can carry.
    struct Count {
        var bytes: Int64
        var linkSpeedMbps: Int64?
    }

    /// Some drivers take long to tell the link's speed.
    private static let looksBetweenSpeeds = 20

    private var name: String?
    private var last: UInt32?
    private var linkSpeedMbps: Int64?
    private var looks = 0

    /// What came in since the last look at the same interface.
    ///
    /// - Parameter address: This side's address of a connection, as text.
    /// - Returns: `nil` on loopback, without a connection, and at the first look.
    mutating func take(address: String?) -> Count? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard let address, getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        guard let found = Self.interface(of: address, in: list), let total = Self.received(by: found, in: list) else {
            last = nil
            return nil
        }
        if found != name {
            name = found
            last = nil
            looks = 0
        }
        if looks.isMultiple(of: Self.looksBetweenSpeeds) { linkSpeedMbps = Self.speed(of: found) }
        looks += 1
        defer { last = total }
        // The counter is 32 bits wide and wraps.
        return last.map { Count(bytes: Int64(total &- $0), linkSpeedMbps: linkSpeedMbps) }
    }

    private static func interface(of address: String, in list: UnsafeMutablePointer<ifaddrs>?) -> String? {
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_flags & UInt32(IFF_LOOPBACK) == 0, text(entry.ifa_addr) == address else { continue }
            return String(cString: entry.ifa_name)
        }
        return nil
    }

    private static func received(by name: String, in list: UnsafeMutablePointer<ifaddrs>?) -> UInt32? {
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_addr?.pointee.sa_family == sa_family_t(AF_PACKET), let data = entry.ifa_data,
                strcmp(entry.ifa_name, name) == 0
            else { continue }
            return data.assumingMemoryBound(to: rtnl_link_stats.self).pointee.rx_bytes
        }
        return nil
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>?) -> String? {
        guard let address else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = Int32(address.pointee.sa_family)
        let isKnown =
            switch family {
            case AF_INET:
                address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    inet_ntop(family, &$0.pointee.sin_addr, &text, socklen_t(INET6_ADDRSTRLEN)) != nil
                }
            case AF_INET6:
                address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    inet_ntop(family, &$0.pointee.sin6_addr, &text, socklen_t(INET6_ADDRSTRLEN)) != nil
                }
            default: false
            }
        return isKnown ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    private static func speed(of name: String) -> Int64? {
        let socket = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        let speed = clinux_link_speed(socket, name)
        return speed > 0 ? Int64(speed) : nil
    }
}
