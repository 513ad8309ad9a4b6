/// What must be remembered of a counter of the whole line, so that each of its bytes is counted once.
///
/// It belongs into one transaction with the slots that a step adds: whatever a crash leaves of both, the next reading
/// goes on from there.
///
/// What is defined:
/// - The first reading, and the first of another source, counts nothing: it's where counting begins.
/// - A reading that is no newer than the latest counts nothing, so several daemons may read the same counter.
/// - Growth counts. Where nobody looked for a while it's spread evenly over that time, and marked uncertain.
/// - After a restart of this machine, and for an interface that was made anew, what the kernel's counter shows counts.
///   What was carried between the latest look and the end of the old counter can't be known.
/// - Of a 32-bit counter one direction that falls has wrapped once, if the line can have carried that much; both at
///   once were reset.
/// - Of a reset counter what it shows counts, if the line can have carried that much since the latest look.
/// - A database that falls was put back; nothing counts.
/// - Time between two looks is taken from the machine's uptime, and the wall clock at its end decides on the slots.
package struct CounterState: Hashable, Sendable {
    /// When somebody looked.
    struct Look: Hashable, Sendable {
        /// By the wall clock.
        var time: Timestamp
        /// Since the machine started.
        var uptime: Duration
        /// Which start of the machine that was.
        var boot: String
    }

    /// What the latest look brought.
    struct Latest: Hashable, Sendable {
        /// Whose counter it is.
        var source: String
        /// The latest look, whether there was a counter or not.
        var look: Look
        /// The latest look that found the counter, and its figures then.
        var counted: Counted?
        /// Whether the latest look found it.
        var isPresent: Bool { counted?.look == look }
    }

    /// Figures, and when they were seen.
    struct Counted: Hashable, Sendable {
        /// When.
        var look: Look
        /// Which.
        var count: CounterReading.Count
    }

    /// How many former starts of the machine are remembered.
    static let rememberedBoots = 4

    /// The latest look; `nil` before the first.
    var latest: Latest?
    /// Whether a figure has shown that the counter has more than 32 bits.
    var isWide = false
    /// The latest of the machine's former starts: a reading from one of them comes too late.
    var formerBoots: [String] = []

    /// Makes the state of a counter that nobody has read.
    package init() {}

    /// Which counter is read, such as `interface eth0`; `nil` before the first reading.
    package var source: String? { latest?.source }
    /// When it was read; `nil` before the first reading.
    package var time: Timestamp? { latest?.look.time }
}
