/// When tests are due: every so often or by a cron expression, each at a random time soon after, never in quiet hours.
package struct Schedule: Hashable, Sendable {
    /// How the due times follow each other.
    package enum Pace: Hashable, Sendable {
        /// `every_minutes`: so far apart, whatever the clocks do.
        case every(Duration)
        /// `cron`: by the clocks of the plan's zone.
        case cron(CronExpression)
    }

    /// How often a due time in quiet hours is passed over before the search ends.
    private static let mostSteps = 2_000

    /// How the due times follow each other.
    package var pace: Pace
    /// Within how long after its due time a test begins, at random.
    package var spread: Duration
    /// When no test may begin; one that falls there is left out.
    package var quietHours: [FreeHours]
    /// What the random times are made of: the same seed gives the same times, and two machines have two seeds.
    package var seed: UInt64

    /// Makes a schedule.
    package init(pace: Pace, spread: Duration = .zero, quietHours: [FreeHours] = [], seed: UInt64 = 0) {
        self.pace = pace
        self.spread = spread
        self.quietHours = quietHours
        self.seed = seed
    }

    /// When the next test begins after a point in time.
    ///
    /// A fleet doesn't fire on the hour: times of an interval are counted from a start that the seed gives, and every
    /// one is moved by up to `spread`, though never past the next.
    /// - Returns: `nil` if none ever does, such as when all are in quiet hours.
    package func next(after time: Timestamp, in zone: ZoneRules) -> Timestamp? {
        // What was due before may yet begin.
        guard var due = first(after: time + (.zero - spread) + .milliseconds(-1), in: zone) else { return nil }
        for _ in 0..<Self.mostSteps {
            guard let following = first(after: due, in: zone) else { return nil }
            let start = moved(due, before: following)
            if let end = FreeHours.end(of: quietHours, at: start, in: zone) {
                // What is due in the quiet hours is left out, unless its own move carries it past them.
                guard end.milliseconds < .max else { return nil }
                let skipped = max(due, end + (.zero - spread) + .milliseconds(-1))
                guard let later = first(after: skipped, in: zone) else { return nil }
                due = later
                continue
            }
            if start > time { return start }
            due = following
        }
        return nil
    }

    private func first(after time: Timestamp, in zone: ZoneRules) -> Timestamp? {
        switch pace {
        case .cron(let expression): return expression.next(after: time, in: zone)
        case .every(let interval):
            let length = max(1, interval.milliseconds)
            let phase = Int64(number(seed) % UInt64(length))
            let index = (time.milliseconds - phase).flooredDivision(by: length) + 1
            return Timestamp(milliseconds: index * length + phase)
        }
    }

    private func moved(_ due: Timestamp, before following: Timestamp) -> Timestamp {
        let room = min(spread.milliseconds, following.milliseconds - due.milliseconds)
        guard room > 0 else { return due }
        return due + .milliseconds(Int64(number(seed ^ UInt64(bitPattern: due.milliseconds)) % UInt64(room)))
    }

    /// A number that is made of another one and looks unlike it.
    private func number(_ seed: UInt64) -> UInt64 {
        var random = SplitMix64(seed: seed)
        return random.next()
    }
}
