extension LineDetector {
    /// Takes the result of a whole test in: one of many that are minutes to hours apart, over weeks.
    ///
    /// It is judged beside the running measurement that it may be part of, and told apart from that.
    ///
    /// - Parameters:
    ///   - sample: What the test gave.
    ///   - now: When it ended.
    /// - Returns: What is to be said that wasn't before.
    package mutating func observeTest(_ sample: LineSample, at now: Moment) -> [DetectionEvent] {
        testLog.begin(now)
        let shift = Self.clockShift(at: now)
        let typical = cadence.isScheduled ? cadence.typical_seconds : scheduled.typicalGap_seconds()
        let changes = scheduled.take(
            ScheduledDetector.Test(
                time_seconds: now.timestamp.seconds,
                rate_mbps: sample.rate.megabitsPerSecond,
                target: sample.source.target,
                hour: HourOfWeekBaseline.hour(of: now.timestamp),
                usage_bytes: sample.cycleUsage.map { Double($0.bytes) }
            ),
            typical_seconds: typical,
            volumes: level.volumes
        )
        for change in changes {
            switch change {
            case .raised(let drop): testLog.raise(checked(drop, wasAccused: false).moved(by: shift))
            case .refined(let drop):
                testLog.refine(checked(drop, wasAccused: testLog.accusesLevel).moved(by: shift))
            case .cleared: testLog.clearLevel()
            case .targetSlow(let target, let since):
                testLog.raise(.targetSlow(target), since_seconds: since + shift, confidence: 0.9)
            case .targetRecovered(let target): testLog.clear(.targetSlow(target))
            case .outageBegan(let since): testLog.raise(.outage, since_seconds: since + shift, confidence: 0.95)
            case .outageEnded: testLog.clear(.outage)
            }
        }
        // One that was open before a restart still is; its witnesses are asked again if they aren't known any more.
        if let drop = scheduled.open, !testLog.hasLevel {
            testLog.raise(checked(drop, wasAccused: false).moved(by: shift))
        }
        return testLog.events
    }

    /// A drop over tests that accuses the provider only now waits for its witnesses first.
    private mutating func checked(_ drop: LevelDrop, wasAccused: Bool) -> LevelDrop {
        var drop = drop
        drop.isBeingChecked = asksWitnesses && drop.kind.accuses && !wasAccused && drop.probes.isEmpty
        scheduled.open = drop
        return drop
    }

    /// Tests outlive restarts, and with them the monotonic clock: among themselves they count in wall-clock time.
    static func clockShift(at now: Moment) -> Double { now.uptime.seconds - now.timestamp.seconds }
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
