internal import DatacapCore
internal import Glibc

/// Searches for routers on the own network.
struct RouterFinder: Sendable {
    private static let mostLocations = 8
    /// How often each search is sent: datagrams get lost.
    private static let repetitions = 2

    /// The interface to search at; `nil` for the kernel's choice.
    let interface: String?
    /// Where searches are sent: the group of all devices, or one of them.
    let address: String
    /// The port there.
    let port: UInt16

    /// Searches, and waits for answers as long as devices may take.
    ///
    /// - Returns: The descriptions that routers name, each on the device that answered; the default gateway's first.
    /// - Throws: ``UsageSourceError`` if no search can be sent.
    func locations() throws(UsageSourceError) -> [LocalURL] {
        let socket = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .system(call: "socket", code: errno) }
        defer { close(socket) }
        try prepare(socket)
        try send(on: socket)
        let gateway = SystemReader.text("/proc/net/route").flatMap(ProcText.defaultRoute)?.gateway
        let deadline = SystemClock.now().uptime + .seconds(RouterSearch.longestWait_seconds) + .milliseconds(500)
        var locations: [LocalURL] = []
        while locations.count < Self.mostLocations, locations.first?.host != gateway || gateway == nil {
            let rest = (deadline - SystemClock.now().uptime).milliseconds
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard rest > 0, poll(&waiting, 1, Int32(rest)) > 0 else { break }
            guard let url = Self.answer(on: socket), !locations.contains(url) else { continue }
            locations.insert(url, at: url.host == gateway ? 0 : locations.count)
        }
        return locations
    }

    private func prepare(_ socket: Int32) throws(UsageSourceError) {
        // The group isn't asked beyond the next router (UPnP Device Architecture 1.1, 1.3.2).
        var hops: UInt8 = 2
        setsockopt(socket, Int32(IPPROTO_IP), IP_MULTICAST_TTL, &hops, socklen_t(MemoryLayout<UInt8>.size))
        guard let interface else { return }
        var place = ip_mreqn()
        place.imr_ifindex = Int32(if_nametoindex(interface))
        let size = socklen_t(MemoryLayout<ip_mreqn>.size)
        guard place.imr_ifindex > 0, setsockopt(socket, Int32(IPPROTO_IP), IP_MULTICAST_IF, &place, size) == 0 else {
            throw .system(call: "setsockopt \(interface)", code: errno)
        }
    }

    private func send(on socket: Int32) throws(UsageSourceError) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        guard inet_pton(AF_INET, address, &target.sin_addr) == 1 else { throw .system(call: "inet_pton", code: EINVAL) }
        for _ in 0..<Self.repetitions {
            for name in RouterSearch.targets {
                let datagram = RouterSearch.datagram(for: name)
                let count = withUnsafePointer(to: &target) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        sendto(socket, datagram, datagram.count, 0, address, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                guard count == datagram.count else { throw .system(call: "sendto \(address)", code: errno) }
            }
        }
    }

    private static func answer(on socket: Int32) -> LocalURL? {
        var buffer = [UInt8](repeating: 0, count: 4_097)
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &sender) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                recvfrom(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT), address, &length)
            }
        }
        guard count > 0 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        guard inet_ntop(AF_INET, &sender.sin_addr, &text, socklen_t(INET_ADDRSTRLEN)) != nil else { return nil }
        let host = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return RouterSearch.location(in: buffer[..<count], from: host)
    }
}
