/// A time zone: what its clocks show at any instant, by the tz database.
///
/// The zone is a value made of a TZif file's bytes, since nothing else serves: FoundationEssentials has no zones on
/// Linux, ICU brings 40 MB of data, and glibc knows one zone a process.
package struct ZoneRules: Hashable, Sendable {
    /// A change of the clocks.
    struct Transition: Hashable, Sendable {
        /// When, in seconds since 1970.
        var time: Int64
        /// How far the clocks are ahead of UTC from then on, in seconds.
        var offset: Int64
    }

    /// A span in which the clocks aren't touched.
    struct Segment: Hashable, Sendable {
        /// How far they are ahead of UTC, in seconds.
        var offset: Int64
        /// When they are next touched, in seconds since 1970; `nil` for never.
        var end: Int64?
    }

    /// Coordinated universal time.
    package static let utc = ZoneRules(name: "UTC", first: 0, transitions: [], rule: nil)

    /// The zone's name, such as `Europe/Berlin`.
    package let name: String
    /// The offset before the first transition, in seconds.
    private let first: Int64
    /// The file's transitions, earliest first.
    private let transitions: [Transition]
    /// What holds from the last transition on; without it the last offset stays.
    private let rule: ZoneRule?

    init(name: String, first: Int64, transitions: [Transition], rule: ZoneRule?) {
        self.name = name
        self.first = first
        self.transitions = transitions
        self.rule = rule
    }

    /// How far the zone's clocks are ahead of UTC; negative west of Greenwich.
    package func offset(at time: Timestamp) -> Duration { .seconds(offset(at: Self.seconds(time))) }

    /// What the zone's clocks show.
    package func local(_ time: Timestamp) -> LocalTime {
        LocalTime(time, offset_seconds: offset(at: Self.seconds(time)))
    }

    /// The first instant at which the zone's clocks show a time of a day, or a later one.
    ///
    /// A time that is shown twice gives the first of its two instants. One that is skipped gives the instant at which
    /// the clocks jump over it. Minutes beyond the day count on: 24:00 is midnight of the day after.
    package func time(_ date: CivilDate, hour: Int, minute: Int) -> Timestamp {
        first(showing: Int64(date.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60))
    }

    /// The first instant of a day.
    ///
    /// Where the clocks skip midnight the day begins later; where they skip all of the day (Samoa's 2011-12-30) it is
    /// the first instant of the next. Later days never begin earlier, even where clocks were set back over midnight.
    package func startOfDay(_ date: CivilDate) -> Timestamp { time(date, hour: 0, minute: 0) }

    /// Every instant of the file at which the clocks are touched, earliest first.
    package var transitionTimes: [Timestamp] { transitions.map { Timestamp(milliseconds: $0.time * 1_000) } }

    private static func seconds(_ time: Timestamp) -> Int64 { time.milliseconds.flooredDivision(by: 1_000) }

    private func offset(at seconds: Int64) -> Int64 { segment(at: seconds).offset }

    /// Finds the first instant at which the local seconds since 1970 are at least `local`.
    private func first(showing local: Int64) -> Timestamp {
        // No offset of a TZif file is more than 26 hours (RFC 9636 §3.2): before this no clock shows that much.
        var start = local - 26 * 3_600
        while true {
            let segment = segment(at: start)
            let candidate = max(start, local - segment.offset)
            guard let end = segment.end, candidate >= end else { return Timestamp(milliseconds: candidate * 1_000) }
            start = end
        }
    }

    private func segment(at seconds: Int64) -> Segment {
        // The number of transitions at or before the instant, by bisection.
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].time <= seconds { low = middle + 1 } else { high = middle }
        }
        if low < transitions.count {
            return Segment(offset: low == 0 ? first : transitions[low - 1].offset, end: transitions[low].time)
        }
        return rule?.segment(at: seconds) ?? Segment(offset: transitions.last?.offset ?? first, end: nil)
    }
}
