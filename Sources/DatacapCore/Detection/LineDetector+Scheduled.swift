extension LineDetector {
    /// Takes one sample in as the result of a whole test.
    mutating func observeTest(_ sample: LineSample, at time_seconds: Double, _ timestamp: Timestamp) {
        // Tests outlive restarts, and with them the monotonic clock: among themselves they count in wall-clock time.
        let shift = time_seconds - timestamp.seconds
        let changes = scheduled.take(
            ScheduledDetector.Test(
                time_seconds: timestamp.seconds,
                rate_mbps: sample.rate.megabitsPerSecond,
                target: sample.source.target,
                hour: HourOfWeekBaseline.hour(of: timestamp)
            ),
            typical_seconds: cadence.typical_seconds
        )
        for change in changes {
            switch change {
            case .raised(let drop): log.raise(drop.moved(by: shift))
            case .refined(let drop): log.refine(drop.moved(by: shift))
            case .cleared: log.clear { $0.isOfLevel }
            case .targetSlow(let target, let since):
                log.raise(.targetSlow(target), since_seconds: since + shift, confidence: 0.9)
            case .targetRecovered(let target): log.clear { $0 == .targetSlow(target) }
            case .outageBegan(let since): log.raise(.outage, since_seconds: since + shift, confidence: 0.95)
            case .outageEnded: log.clear { $0 == .outage }
            }
        }
    }
}

extension LineSample.Source {
    /// The target that a test measured, or -1 for several.
    fileprivate var target: Int {
        switch self {
        case .target(let index): index
        case .targets: -1
        }
    }
}
