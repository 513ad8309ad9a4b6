/// What the shell saw of this machine at one time.
package struct SystemReading: Hashable, Sendable {
    /// One of the product's own processes.
    package struct Process: Hashable, Sendable {
        /// Its id.
        package var processID: Int64
        /// User and system CPU time since it started.
        package var cpu: Duration
        /// The share of one core it used since the reading before, in percent.
        package var cpuPercent: Double?
        /// Resident memory.
        package var resident: ByteCount

        /// Makes a reading of a process.
        package init(processID: Int64, cpu: Duration, cpuPercent: Double? = nil, resident: ByteCount) {
            self.processID = processID
            self.cpu = cpu
            self.cpuPercent = cpuPercent
            self.resident = resident
        }
    }

    /// The host's name.
    package var hostName = ""
    /// How long the host is up.
    package var uptime = Duration.zero
    /// The load averages over 1, 5 and 15 minutes.
    package var load: [Double] = []
    /// The host's memory.
    package var memoryTotal = ByteCount.zero
    /// Memory that is free or can be made so.
    package var memoryAvailable = ByteCount.zero
    /// How many processors are online.
    package var processorCount = 1
    /// The interface of the default route.
    package var interface: String?
    /// What that interface has been receiving since the reading before; `nil` where there is no telling.
    package var interfaceRate: BitRate?
    /// What that interface negotiated, in Mbit/s; unknown for virtual and wireless ones.
    package var linkSpeedMbps: Int64?
    /// The default route's gateway.
    package var gateway: String?
    /// The daemon.
    package var daemon: Process?
    /// The downloader, while there is one.
    package var downloader: Process?

    /// Makes a reading in which nothing was seen.
    package init() {}
}
