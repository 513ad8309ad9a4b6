internal import DatacapCore

/// When samples are made: at whole multiples of the interval after a start, so that delays never add up.
struct SampleGrid {
    /// When the sample before was made, or the start.
    private(set) var last: Duration
    /// When the next sample is due.
    private(set) var next: Duration
    private let start: Duration
    private let interval: Duration

    init(start: Duration, interval: Duration) {
        self.start = start
        self.interval = interval
        last = start
        next = start + interval
    }

    /// Notes that a sample was made.
    ///
    /// - Returns: How much time it covers. Times on the grid that have been missed meanwhile are left out.
    mutating func advance(to now: Duration) -> Duration {
        defer {
            last = now
            let steps = (now - start).nanoseconds / interval.nanoseconds + 1
            next = start + interval * Int(steps)
        }
        return now - last
    }
}
