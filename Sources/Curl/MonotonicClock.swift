internal import Glibc

/// The kernel's `CLOCK_MONOTONIC`: it never jumps, and all processes of the machine read the same.
package enum MonotonicClock {
    /// Time since the machine started.
    package static var now: Duration { .nanoseconds(nanoseconds) }

    static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Sleeps until a time, or until a signal handler has run.
    static func sleep(until nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }
}

extension Duration {
    /// The duration in whole nanoseconds, towards zero; 292 years at most.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }

    /// The duration in whole milliseconds for a C `long`, towards zero.
    var wholeMilliseconds: Int { Int(wholeNanoseconds / 1_000_000) }
}
