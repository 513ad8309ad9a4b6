/// What has been learnt of a line, to be kept from one test to the next and over restarts: a plain value.
///
/// The level of a running test isn't in it: each test learns its own. What the tests gave over weeks is.
package struct LineMemory: Hashable, Sendable {
    /// The onset of a throttle, by what its cycle had cost.
    package struct Onset: Hashable, Sendable {
        /// What the cycle had cost, in bytes.
        package var usage_bytes: Double
        /// How many cycles ago it was; 0 is the current one.
        package var cyclesAgo: Int

        /// Makes an onset.
        package init(usage_bytes: Double, cyclesAgo: Int) {
            self.usage_bytes = usage_bytes
            self.cyclesAgo = cyclesAgo
        }
    }

    /// The sums of squared lengths of the line's own dips by depth; see `ExcursionMemory`.
    package var dips: [Double]
    /// Over how long those were seen.
    package var dipsObserved_seconds: Double
    /// The onsets of earlier throttles, the oldest first.
    package var onsets: [Onset]
    /// What the current cycle had cost when it was last seen, in bytes.
    package var usage_bytes: Double
    /// What single tests gave.
    package var tests: ScheduledDetector.State

    /// Makes a memory.
    package init(
        dips: [Double],
        dipsObserved_seconds: Double,
        onsets: [Onset],
        usage_bytes: Double,
        tests: ScheduledDetector.State
    ) {
        self.dips = dips
        self.dipsObserved_seconds = dipsObserved_seconds
        self.onsets = onsets
        self.usage_bytes = usage_bytes
        self.tests = tests
    }
}
