internal import DatacapCore

extension CounterReading {
    /// Stamps what was read just now with this machine's clocks.
    ///
    /// - Parameters:
    ///   - source: Which counter it is.
    ///   - keeper: Who keeps it.
    ///   - count: Its figures; `nil` if it isn't there.
    ///   - linkSpeed: The most that the line can carry, if that's known.
    ///   - updated: When the figures were written, if that was earlier.
    /// - Throws: ``UsageSourceError/file(_:)`` on a system that doesn't name its start.
    init(
        source: String,
        keeper: Keeper,
        count: Count?,
        linkSpeed: BitRate? = nil,
        updated: Timestamp? = nil
    ) throws(UsageSourceError) {
        guard let boot = Self.boot else { throw .file(Self.bootFile) }
        let time = SystemClock.now().timestamp
        let uptime = SystemClock.sinceBoot()
        // A date ahead of the clock, or before the machine's start, says nothing of the time since then.
        let age = updated.map { Duration.milliseconds(time.milliseconds - $0.milliseconds) }
        let isDated = age.map { $0 >= .zero && $0 < uptime } ?? false
        self.init(
            source: source,
            keeper: keeper,
            time: isDated ? updated ?? time : time,
            uptime: isDated ? uptime - (age ?? .zero) : uptime,
            boot: boot,
            count: count,
            linkSpeed: linkSpeed
        )
    }

    private static let bootFile = "/proc/sys/kernel/random/boot_id"
    private static let boot = SystemReader.text(bootFile)?.split(separator: "\n").first.map(String.init)
}
