/// What this machine did in one sampling interval: whether it, and not the line, set the pace.
package struct MachineReading: Hashable, Sendable {
    /// The processor time that the downloader used.
    package var cpu: Duration
    /// How long it was ready to run and got no processor (the second figure of `/proc/PID/schedstat`).
    package var cpuWait: Duration
    /// What came in on the interface that the transfers use, of all programs together, in bytes with their headers;
    /// `nil` where there is no telling, as on loopback.
    package var interfaceBytes: Int64?
    /// What that interface can carry, in Mbit/s; wireless and virtual ones don't say.
    package var linkSpeedMbps: Int64?
    /// How many transfers in progress had their receive window filled each round trip.
    package var windowLimited: Int
    /// The IP family of the transfers' connections; `nil` before the first.
    package var ipVersion: FetchOrder.IPVersion?

    /// Makes a reading.
    package init(
        cpu: Duration = .zero,
        cpuWait: Duration = .zero,
        interfaceBytes: Int64? = nil,
        linkSpeedMbps: Int64? = nil,
        windowLimited: Int = 0,
        ipVersion: FetchOrder.IPVersion? = nil
    ) {
        self.cpu = cpu
        self.cpuWait = cpuWait
        self.interfaceBytes = interfaceBytes
        self.linkSpeedMbps = linkSpeedMbps
        self.windowLimited = windowLimited
        self.ipVersion = ipVersion
    }
}
