/// What a rule watches for: `when` of a rule.
package enum AlertCondition: Hashable, Sendable {
    /// `throttle`: the detector accuses the provider and is at least so sure (0–1).
    ///
    /// The hysteresis is the detector's: an accusation begins and ends by its rules.
    case throttle(minimumConfidence: Double)
    /// `cap`: so much of the cap is used, in percent. Latches to the period.
    case cap(usedPercent: Double)
    /// `cap_forecast`: the cap is going to be used up before its period ends.
    case capForecast
    /// `speed_below`: the line gives less than this while the test runs.
    case speedBelow(BitRate)
    /// `no_sample`: the test should run and brings nothing: it is stalled, failed, or silent.
    case noSample
    /// `crash_loop`: the downloader ended by itself so often within a time.
    case crashLoop(restarts: Int, within: Duration)
    /// `notification_failing`: the latest attempt to reach some receiver failed; a test that arrives ends it.
    case notificationFailing

    /// The names of the conditions, as `when.signal` gives them.
    package enum Name: String, CaseIterable, Sendable {
        case throttle, cap
        case capForecast = "cap_forecast"
        case speedBelow = "speed_below"
        case noSample = "no_sample"
        case crashLoop = "crash_loop"
        case notificationFailing = "notification_failing"
    }

    /// The condition's name.
    package var name: Name {
        switch self {
        case .throttle: .throttle
        case .cap: .cap
        case .capForecast: .capForecast
        case .speedBelow: .speedBelow
        case .noSample: .noSample
        case .crashLoop: .crashLoop
        case .notificationFailing: .notificationFailing
        }
    }

    /// The condition with its figures in one line: two rules that watch for the same have the same.
    package var text: String {
        switch self {
        case .throttle(let confidence): "throttle minimum_confidence=\(confidence)"
        case .cap(let percent): "cap used_percent=\(percent)"
        case .capForecast, .noSample, .notificationFailing: name.rawValue
        case .speedBelow(let rate): "speed_below mbps=\(rate.megabitsPerSecond)"
        case .crashLoop(let restarts, let time):
            "crash_loop restarts=\(restarts) within_seconds=\(time.seconds)"
        }
    }
}
