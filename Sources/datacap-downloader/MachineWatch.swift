internal import Curl
internal import DatacapCore
internal import Glibc

/// Sees from sample to sample what this process got of its machine.
struct MachineWatch: ~Copyable {
    private var cpu = Duration.zero
    private var wait = Duration.zero
    private var interface = InterfaceCounter()
    private let schedule: Int32

    init() {
        schedule = open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC)
        cpu = Self.processorTime
        wait = waited
    }

    deinit { if schedule >= 0 { close(schedule) } }

    /// What happened since the last look.
    mutating func reading(_ statistics: ConnectionStatistics) -> MachineReading {
        let (before, waitedBefore) = (cpu, wait)
        cpu = Self.processorTime
        wait = waited
        let counted = interface.take(address: statistics.localAddress)
        return MachineReading(
            cpu: cpu - before,
            cpuWait: max(.zero, wait - waitedBefore),
            interfaceBytes: counted?.bytes,
            linkSpeedMbps: counted?.linkSpeedMbps,
            windowLimited: statistics.windowLimited,
            ipVersion: statistics.localAddress.map { $0.utf8.contains(UInt8(ascii: ":")) ? .v6 : .v4 }
        )
    }

    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// How long this thread, which is all that counts here, has been ready in vain; zero if the kernel doesn't tell.
    private var waited: Duration {
        var text = [UInt8](repeating: 0, count: 96)
        let count = schedule < 0 ? 0 : pread(schedule, &text, text.count, 0)
        guard count > 0 else { return .zero }
        let fields = text[..<count].split(separator: UInt8(ascii: " "))
        guard fields.count >= 2, let figure = Int64(String(decoding: fields[1], as: UTF8.self)) else { return .zero }
        return .nanoseconds(figure)
    }
}
