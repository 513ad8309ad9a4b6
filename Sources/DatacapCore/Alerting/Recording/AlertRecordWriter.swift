/// Makes the lines of a recording, few of them: see ``AlertRecord`` for what they are.
///
/// A look is worth a line when something changed that a rule goes by, the used share of the cap by ``usedStep``, and
/// once a ``tickInterval`` in any case: that shows that the daemon was there, and one that is killed leaves at most so
/// much untold. A line has about 100 bytes. That makes
/// 0.13 MB a day while nothing runs, 4.5 MB for a day of testing without a pause at the default update interval, and
/// never more than 11 MB a day: there is one look a second at most.
package struct AlertRecordWriter: Sendable {
    /// How long there may be no line.
    package static let tickInterval = Duration.seconds(60)
    /// The share of the cap whose use is worth a line.
    static let usedStep = 0.000_1

    private var former: AlertSignals?
    private var lastTime = Duration.zero
    private var unwritten: (signals: AlertSignals, moment: Moment)?

    private let hasLost: Bool

    /// Makes a writer that begins with a header.
    ///
    /// - Parameter hasLost: Whether the same daemon wrote before, and not all of it arrived.
    package init(hasLost: Bool = false) { self.hasLost = hasLost }

    /// Makes what is to be appended for a look.
    ///
    /// - Parameters:
    ///   - signals: What the rules were judged by.
    ///   - now: When.
    /// - Returns: Whole lines; none if the look isn't worth one.
    package mutating func lines(_ signals: AlertSignals, at now: Moment) -> [UInt8] {
        let signals = signals.asRecorded
        guard let former else {
            let header = Self.line(at: now) { json in
                json.member("recording", AlertRecord.mark)
                json.member("version", AlertRecord.version)
                if hasLost { json.member("lost", true) }
            }
            return header + write(signals, since: AlertSignals(), at: now)
        }
        guard signals.isNews(since: former) || now.uptime - lastTime >= Self.tickInterval else {
            unwritten = (signals, now)
            return []
        }
        return write(signals, since: former, at: now)
    }

    /// Makes what is to be appended before the daemon leaves: the latest look, if it wasn't worth a line.
    ///
    /// - Returns: Whole lines.
    package mutating func end() -> [UInt8] {
        guard let unwritten, let former else { return [] }
        return write(unwritten.signals, since: former, at: unwritten.moment)
    }

    private mutating func write(_ signals: AlertSignals, since former: AlertSignals, at now: Moment) -> [UInt8] {
        self.former = signals
        unwritten = nil
        lastTime = now.uptime
        return Self.line(at: now) { signals.write(to: &$0, since: former) }
    }

    private static func line(at now: Moment, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { json in
            json.member("time", now.timestamp.rfc3339)
            json.member("uptime_ms", now.uptime.milliseconds)
            members(&json)
        } + [UInt8(ascii: "\n")]
    }
}

extension AlertSignals {
    /// The signals as a recording holds them: speeds to 1 kbit/s, the confidence to a millionth.
    package var asRecorded: AlertSignals {
        var copy = self
        copy.speed = speed.map(\.asRecorded)
        copy.baseline = baseline.map(\.asRecorded)
        if case .present(let confidence) = throttle {
            copy.throttle = .present(confidence: min(1, max(0, (confidence * 1e6).rounded() / 1e6)))
        }
        return copy
    }

    /// Whether something changed that a rule goes by; what only messages show isn't.
    fileprivate func isNews(since former: AlertSignals) -> Bool {
        var like = self
        like.used = former.used
        like.baseline = former.baseline
        like.verdict = former.verdict
        if like != former { return true }
        guard let share = usedShare, let formerShare = former.usedShare else { return false }
        return (share - formerShare).magnitude >= AlertRecordWriter.usedStep
    }

    fileprivate func write(to json: inout JSONWriter, since former: AlertSignals) {
        if flow != former.flow { json.member("flow", flow.rawValue) }
        if throttle != former.throttle { throttle.write(to: &json) }
        if speed != former.speed { json.member("speed_mbps", speed?.megabitsPerSecond, places: 3) }
        if baseline != former.baseline { json.member("baseline_mbps", baseline?.megabitsPerSecond, places: 3) }
        if period != former.period { period.write(to: &json) }
        if used != former.used { json.member("used_bytes", used.bytes) }
        if forecast != former.forecast { json.member("forecast_bytes", forecast?.bytes) }
        if restarts != former.restarts { json.member("restarts", restarts) }
        if verdict != former.verdict { json.member("verdict", verdict) }
        if host != former.host { json.member("host", host) }
        if dashboardURL != former.dashboardURL { json.member("dashboard_url", dashboardURL) }
    }
}

extension AlertSignals.Throttle {
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .untold: json.member("throttle", "untold")
        case .absent: json.member("throttle", "absent")
        case .present(let confidence):
            json.member("throttle", "present")
            json.member("confidence", confidence, places: 6)
        }
    }
}

extension AlertSignals.Period? {
    fileprivate func write(to json: inout JSONWriter) {
        guard let period = self else { return json.member("period", nil as String?) }
        json.object("period") { json in
            json.member("start", period.start.rfc3339)
            json.member("limit_bytes", period.limit.bytes)
        }
    }
}

extension BitRate {
    /// The speed to 1 kbit/s, as JSON with three places has it.
    fileprivate var asRecorded: BitRate {
        .megabits((max(0, megabitsPerSecond) * 1_000).rounded() / 1_000)
    }
}
