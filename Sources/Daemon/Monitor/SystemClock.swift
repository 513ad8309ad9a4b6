internal import DatacapCore
internal import Glibc

/// The machine's two clocks: the only place where the daemon asks what time it is.
enum SystemClock {
    /// Both clocks' readings.
    static func now() -> Moment {
        let wall = read(CLOCK_REALTIME)
        return Moment(timestamp: Timestamp(milliseconds: wall.milliseconds), uptime: read(CLOCK_MONOTONIC))
    }

    /// Time since the machine started, time asleep included, to the millisecond.
    static func sinceBoot() -> Duration { .milliseconds(read(CLOCK_BOOTTIME).milliseconds) }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
