/// A volume on which the onset of a throttle fell.
package struct VolumeMatch: Hashable, Sendable {
    /// What the volume is known from.
    package enum Source: String, Hashable, Sendable {
        /// The cap of the plan, as configured.
        case cap
        /// The onset of an earlier throttle.
        case earlierOnset
    }

    /// The volume it is matched with.
    package var volume: ByteCount
    /// What that is known from.
    package var source: Source

    /// Makes a match.
    package init(volume: ByteCount, source: Source) {
        self.volume = volume
        self.source = source
    }
}
