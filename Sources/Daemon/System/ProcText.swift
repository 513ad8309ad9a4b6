/// Reads the kernel's text files of `/proc` (proc(5)); pure, so that any text can be tried.
enum ProcText {
    /// The numbers of `/proc/loadavg`: the loads over 1, 5 and 15 minutes.
    static func loads(_ text: String) -> [Double] { text.split(separator: " ").prefix(3).compactMap { Double($0) } }

    /// The seconds since boot in `/proc/uptime`.
    static func uptime(_ text: String) -> Double? { text.split(separator: " ").first.flatMap { Double($0) } }

    /// A figure of `/proc/meminfo` in bytes.
    static func memory(_ text: String, _ name: String) -> Int64? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 * 1_024 }
        }
        return nil
    }

    /// CPU ticks, threads, start ticks, virtual bytes and resident pages of `/proc/PID/stat`.
    static func process(_ text: String) -> ProcessStatus? {
        // The program's name may hold anything, so what counts follows the last parenthesis.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 21, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let threads = Int64(fields[17]), let start = Int64(fields[19]), let virtual = Int64(fields[20]),
            let resident = Int64(fields[21])
        else { return nil }
        return ProcessStatus(
            cpuTicks: user + system,
            threads: threads,
            startTicks: start,
            virtualBytes: virtual,
            residentPages: resident
        )
    }

    /// The interface and the gateway of the IPv4 default route in `/proc/net/route`.
    static func defaultRoute(_ text: String) -> (interface: String, gateway: String)? {
        var best: (interface: String, gateway: String, metric: Int)?
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard fields.count > 7, fields[1] == "00000000", fields[7] == "00000000",
                let gateway = UInt32(fields[2], radix: 16), let metric = Int(fields[6])
            else { continue }
            if let best, best.metric <= metric { continue }
            // The kernel prints the address as the machine holds it: little-endian here.
            let bytes = (0..<4).map { String((gateway >> (8 * UInt32($0))) & 0xFF) }
            best = (String(fields[0]), bytes.joined(separator: "."), metric)
        }
        return best.map { ($0.interface, $0.gateway) }
    }

    /// The interface of the default route with the lowest metric in `/proc/net/ipv6_route`.
    static func defaultInterface6(_ text: String) -> String? {
        var best: (interface: String, metric: UInt32)?
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[0].allSatisfy({ $0 == "0" }), fields[1] == "00", fields[9] != "lo",
                let metric = UInt32(fields[5], radix: 16), best.map({ metric < $0.metric }) ?? true
            else { continue }
            best = (String(fields[9]), metric)
        }
        return best?.interface
    }

    /// The bytes that an interface has received and sent, in `/proc/net/dev`.
    static func traffic(_ text: String, of interface: String) -> (received: UInt64, sent: UInt64)? {
        for line in text.split(separator: "\n").dropFirst(2) {
            // A name may hold colons, as those of aliases do; figures don't.
            guard let colon = line.lastIndex(of: ":"), line[..<colon].drop(while: { $0 == " " }) == interface else {
                continue
            }
            let fields = line[line.index(after: colon)...].split(separator: " ")
            guard fields.count > 8, let received = UInt64(fields[0]), let sent = UInt64(fields[8]) else { return nil }
            return (received, sent)
        }
        return nil
    }
}

/// What `/proc/PID/stat` says of a process.
struct ProcessStatus: Hashable, Sendable {
    /// User and system time in clock ticks.
    var cpuTicks: Int64
    /// Operating system threads.
    var threads: Int64
    /// When it started, in clock ticks since boot.
    var startTicks: Int64
    /// Virtual memory in bytes.
    var virtualBytes: Int64
    /// Resident memory in pages.
    var residentPages: Int64
}
