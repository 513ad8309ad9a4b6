internal import DatacapCore
internal import Glibc

/// The kernel's counters of a network interface (`/proc/net/dev`, 64 bits; proc(5)).
package struct InterfaceSource: Sendable {
    private let name: String?
    private var latest: String?

    /// Makes a source.
    ///
    /// - Parameter name: The interface; `nil` for the one that the default route uses at each reading.
    package init(name: String?) { self.name = name }

    mutating func read() throws(UsageSourceError) -> CounterReading {
        // Without a route nothing flows, but the interface's counter is still the line's.
        guard let name = name ?? Self.ofDefaultRoute ?? latest else { throw .noDefaultRoute }
        latest = name
        guard let text = SystemReader.text("/proc/net/dev") else { throw .file("/proc/net/dev") }
        let count = ProcText.traffic(text, of: name).map { traffic in
            CounterReading.Count(
                received: traffic.received,
                sent: traffic.sent,
                generation: Int64(if_nametoindex(name))
            )
        }
        let speed = SystemReader.text("/sys/class/net/\(name)/speed")?.split(separator: "\n").first
        return try CounterReading(
            source: "interface \(name)",
            keeper: .kernel,
            count: count,
            linkSpeed: speed.flatMap { Double($0) }.flatMap { $0 > 0 ? .megabits($0) : nil }
        )
    }

    /// The interface of the default route, by IPv4 if there is one.
    static var ofDefaultRoute: String? {
        SystemReader.text("/proc/net/route").flatMap(ProcText.defaultRoute)?.interface
            ?? SystemReader.text("/proc/net/ipv6_route").flatMap(ProcText.defaultInterface6)
    }
}
