internal import DatacapCore
internal import Glibc

/// Looks at the machine and at the product's own processes.
struct SystemReader {
    private let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    private let pageSize = Int64(sysconf(Int32(_SC_PAGESIZE)))
    private var traffic: (interface: String, received: UInt64, at: Duration)?
    private var last: [Int64: (cpu: Duration, at: Duration)] = [:]

    /// Reads everything that `/api/system` shows of the machine.
    ///
    /// - Parameters:
    ///   - downloader: The downloader's process id, while there is one.
    ///   - now: The monotonic clock's time, for the share of the CPU.
    /// - Returns: What could be seen; the rest is as in an empty reading.
    mutating func read(downloader: Int64?, at now: Duration) -> SystemReading {
        var reading = SystemReading()
        reading.hostName = Self.hostName
        reading.uptime = .seconds(Self.text("/proc/uptime").flatMap(ProcText.uptime) ?? 0)
        reading.load = Self.text("/proc/loadavg").map(ProcText.loads) ?? []
        let memory = Self.text("/proc/meminfo") ?? ""
        reading.memoryTotal = ByteCount(ProcText.memory(memory, "MemTotal") ?? 0)
        reading.memoryAvailable = ByteCount(ProcText.memory(memory, "MemAvailable") ?? 0)
        reading.processorCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        if let route = Self.text("/proc/net/route").flatMap(ProcText.defaultRoute) {
            reading.interface = route.interface
            reading.gateway = route.gateway
            reading.interfaceRate = rate(of: route.interface, at: now)
            // Wireless and virtual interfaces say -1 or nothing.
            let speed = Self.text("/sys/class/net/\(route.interface)/speed")?.split(separator: "\n").first
            reading.linkSpeedMbps = speed.flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
        reading.daemon = process(Int64(getpid()), at: now)
        reading.downloader = downloader.flatMap { process($0, at: now) }
        last = last.filter { $0.value.at == now }
        return reading
    }

    /// Reads what the metrics show of the daemon's own process.
    func serverReading() -> ServerReading {
        var reading = ServerReading()
        guard let status = Self.text("/proc/self/stat").flatMap(ProcText.process) else { return reading }
        reading.cpuSeconds = Double(status.cpuTicks) / ticksPerSecond
        reading.residentBytes = status.residentPages * pageSize
        reading.virtualBytes = status.virtualBytes
        reading.threads = status.threads
        reading.startTime = Self.bootTime + Double(status.startTicks) / ticksPerSecond
        reading.openFiles = Self.openFiles
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        reading.maximumFiles = Int64(clamping: limit.rlim_cur)
        return reading
    }

    /// What an interface has been receiving since the reading before.
    private mutating func rate(of interface: String, at now: Duration) -> BitRate? {
        let before = traffic
        let received = Self.text("/proc/net/dev").flatMap { ProcText.traffic($0, of: interface) }?.received
        traffic = received.map { (interface, $0, now) }
        guard let before, let received, before.interface == interface, received >= before.received, now > before.at
        else { return nil }
        return BitRate(ByteCount(Int64(clamping: received - before.received)), over: now - before.at)
    }

    private mutating func process(_ id: Int64, at now: Duration) -> SystemReading.Process? {
        guard let status = Self.text("/proc/\(id)/stat").flatMap(ProcText.process) else { return nil }
        let cpu = Duration.seconds(Double(status.cpuTicks) / ticksPerSecond)
        let before = last[id]
        last[id] = (cpu, now)
        let percent = before.flatMap { before in
            now > before.at ? 100 * (cpu - before.cpu).seconds / (now - before.at).seconds : nil
        }
        return SystemReading.Process(
            processID: id,
            cpu: cpu,
            cpuPercent: percent,
            resident: ByteCount(status.residentPages * pageSize)
        )
    }

    /// What a file of the kernel says; `nil` if it can't be read.
    static func text(_ path: String) -> String? {
        guard let bytes = try? StateFile.read(path, limit: 1_048_576) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What this machine calls itself.
    static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, 255) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static let bootTime: Double = {
        for line in (text("/proc/stat") ?? "").split(separator: "\n") where line.hasPrefix("btime ") {
            return Double(line.dropFirst(6)) ?? 0
        }
        return 0
    }()

    private static var openFiles: Int64 {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        // "." and ".." and the folder itself are in it too.
        var count: Int64 = -3
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
