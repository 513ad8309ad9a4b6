package import DatacapCore

/// A made-up time line for tests: both clocks go on together from a fixed start.
package struct Timeline: Sendable {
    /// The time now.
    package private(set) var now = Moment(
        timestamp: Timestamp(milliseconds: 1_800_000_000_000),
        uptime: .seconds(1_000)
    )

    /// Starts a time line.
    package init() {}

    /// Lets time pass.
    ///
    /// - Returns: The time then.
    @discardableResult
    package mutating func pass(_ duration: Duration) -> Moment {
        now = Moment(timestamp: now.timestamp + duration, uptime: now.uptime + duration)
        return now
    }
}
