import Glibc

/// Waits until `condition` holds; false when it doesn't within the time given.
func eventually(within seconds: Int = 30, _ condition: () -> Bool) -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while !condition() {
        if clock.now > end { return false }
        usleep(1_000)
    }
    return true
}

/// How long a stop may take in a test: milliseconds are the rule, the rest is for a machine with other work.
let promptly = Duration.seconds(2)
