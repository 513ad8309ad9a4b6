/// When an input reached the core: the wall clock's time and a clock's that never jumps.
///
/// The shell stamps every input with one; the core never asks what time it is.
package struct Moment: Hashable, Sendable {
    /// The wall clock's time, for people, files and metrics; it may jump.
    package var timestamp: Timestamp
    /// Time since an arbitrary start that never jumps nor runs backwards, for durations.
    package var uptime: Duration

    /// Joins the readings of both clocks.
    package init(timestamp: Timestamp, uptime: Duration) {
        self.timestamp = timestamp
        self.uptime = uptime
    }
}
