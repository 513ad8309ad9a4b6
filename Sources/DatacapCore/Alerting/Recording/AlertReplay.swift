/// Judges rules by a recording: what would have fired, and who would have been told how often.
///
/// The rules go through a real ``AlertBook`` by the recording's clocks, with a look every second as a daemon has, and
/// with receivers that always take. A daemon that was off is a restart: from one header to the next, and where no line
/// came for ``gapLimit``. Silences and tests aren't recorded; what `notification_failing` watches for never happens.
package struct AlertReplay: Sendable {
    /// How long there may be no line before it counts as time in which no daemon ran.
    package static let gapLimit = Duration.seconds(90)
    /// How far two looks lie apart.
    static let step = Duration.seconds(1)

    /// One time that an alert would have fired.
    package struct Firing: Hashable, Sendable {
        /// The rule's name.
        package var alert: String
        /// When it would have begun to fire.
        package var startsAt: Timestamp
        /// When it would have been over; `nil` if it still fired at the recording's end.
        package var endsAt: Timestamp?
        /// Why it was over; `nil` if it still fired.
        package var reason: IncidentEnd?
        /// What its annotation `summary` said at first; empty without one.
        package var summary: String
        /// How many notices each receiver would have got, by its name; one of mail counts for each address.
        package var notices: [String: Int] = [:]
    }

    /// The rules.
    package let rules: AlertRules
    /// What would have fired, in the order of the beginnings.
    package private(set) var firings: [Firing] = []
    /// How long a daemon was recorded.
    package private(set) var recorded = Duration.zero
    /// How often the recording stopped and went on.
    package private(set) var gaps = 0
    /// When the recording begins and ends; `nil` while there's no look in it.
    package private(set) var span: ClosedRange<Timestamp>?

    private var book: AlertBook
    private var last: (signals: AlertSignals, moment: Moment)?
    private var isInterrupted = false
    private var isAnotherDaemon = false
    private var places: [String: Int] = [:]

    /// Makes the replay of a recording's beginning.
    package init(rules: AlertRules) {
        self.rules = rules
        book = AlertBook(rules: rules)
    }

    /// Takes in the next line.
    ///
    /// - Parameters:
    ///   - record: What it tells.
    ///   - moment: When that was.
    /// - Throws: ``RestoreError`` if the state before a gap can't be taken up after it, which is our fault.
    package mutating func take(_ record: AlertRecord, at moment: Moment) throws(RestoreError) {
        switch record {
        case .header(let hasLost):
            isInterrupted = true
            isAnotherDaemon = isAnotherDaemon || !hasLost
        case .look(let signals):
            if let last {
                let isGap = moment.uptime - last.moment.uptime > Self.gapLimit
                if isInterrupted || isGap { try restart(from: last.moment, at: moment) } else { pass(last, to: moment) }
            }
            look(signals, at: moment)
            last = (signals, moment)
            isInterrupted = false
            isAnotherDaemon = false
            let start = span?.lowerBound ?? moment.timestamp
            span = min(start, moment.timestamp)...max(start, moment.timestamp)
        }
    }

    /// How long something fired, to the recording's end if it still did.
    package func duration(of firing: Firing) -> Duration {
        firing.startsAt.distance(to: firing.endsAt ?? span?.upperBound ?? firing.startsAt)
    }

    /// Ends the daemon at one time and starts one at another.
    private mutating func restart(from end: Moment, at beginning: Moment) throws(RestoreError) {
        gaps += 1
        let restarts = isAnotherDaemon ? nil : book.countedRestarts
        book = try AlertBook(restoring: book.stateJSON(at: end), rules: rules, at: beginning)
        book.countedRestarts = restarts
    }

    /// Lets the time of which there's no line pass, in which nothing changed.
    private mutating func pass(_ last: (signals: AlertSignals, moment: Moment), to moment: Moment) {
        recorded += moment.uptime - last.moment.uptime
        var passed = Self.step
        while last.moment.uptime + passed + Station.evaluationInterval <= moment.uptime {
            let between = Moment(timestamp: last.moment.timestamp + passed, uptime: last.moment.uptime + passed)
            look(last.signals, at: between)
            passed += Self.step
        }
    }

    private mutating func look(_ signals: AlertSignals, at now: Moment) {
        let effects = book.evaluate(signals, at: now)
        noteFirings(at: now)
        perform(effects, at: now)
    }

    /// Notes what began and what ended at the latest look.
    private mutating func noteFirings(at now: Moment) {
        for (id, reason) in book.endings {
            guard let place = places[id] else { continue }
            firings[place].endsAt = max(firings[place].startsAt, now.timestamp)
            firings[place].reason = reason
        }
        for (rule, incident) in book.states.isEmpty ? [] : book.firing {
            guard places[incident.id] == nil else { continue }
            places[incident.id] = firings.count
            let beginning = Moment(timestamp: incident.startsAt, uptime: .zero)
            let summary = book.summary(of: incident, rule, at: beginning) ?? ""
            firings.append(Firing(alert: rule.name, startsAt: incident.startsAt, summary: summary))
        }
    }

    /// Lets every write and every delivery succeed at once.
    private mutating func perform(_ effects: [Station.Effect], at now: Moment) {
        var waiting = effects[...]
        while let effect = waiting.popFirst() {
            switch effect {
            case .saveAlerts: waiting += book.saved(nil, at: now)
            case .deliver(let notice, let receiver):
                if let place = places[notice.incident] { firings[place].notices[receiver.name, default: 0] += 1 }
                waiting += book.delivered(notice.id, .delivered(detail: ""), at: now)
            case .post(_, let receiver): waiting += book.posted(to: receiver.name, .delivered(detail: ""), at: now)
            default: break
            }
        }
    }
}
