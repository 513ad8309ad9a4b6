/// What is counted since the process started and never goes back, whatever is reset.
package struct Counters: Hashable, Sendable {
    /// The upper bounds of the histogram of sample speeds, in bytes a second: 1 Mbit/s to 10 Gbit/s.
    package static let speedBounds: [Double] = [
        125e3, 250e3, 625e3, 1.25e6, 2.5e6, 6.25e6, 12.5e6, 25e6, 62.5e6, 125e6, 312.5e6, 1.25e9,
    ]

    /// Time in which data flowed or should have.
    package var active = Duration.zero
    /// Time in which the line was throttled.
    package var throttled = Duration.zero
    /// Changes from not throttled to throttled.
    package var detections: Int64 = 0
    /// Ends of the downloader, by reason.
    package var exits: [ExitReason: Int64] = [:]
    /// Tests of the schedule, by why they ended.
    package var tests: [TestRecord.End: Int64] = [:]
    /// CPU time of downloaders that have ended.
    package var endedDownloaderCPU = Duration.zero
    /// Lines of the downloader that weren't in the grammar.
    package var garbledLines: Int64 = 0
    /// Failed writes of data.json.
    package var saveFailures: Int64 = 0
    /// How many samples fell under each bound and not under the one before; the last entry is above all.
    package private(set) var speedBuckets = [Int64](repeating: 0, count: Counters.speedBounds.count + 1)
    /// The sum of the samples' speeds in bytes a second.
    package private(set) var speedSum = 0.0
    /// Whether the latest reading of the configuration went well.
    package var reloadSucceeded = true
    /// When the configuration was last read without a fault.
    package var reloadTime: Timestamp

    /// Makes counters at zero.
    ///
    /// - Parameter now: When the configuration was read.
    package init(at now: Timestamp) { reloadTime = now }

    mutating func countSpeed(_ rate: BitRate) {
        let speed = rate.bytesPerSecond
        let index = Self.speedBounds.firstIndex { speed <= $0 } ?? Self.speedBounds.count
        speedBuckets[index] += 1
        speedSum += speed
    }
}
