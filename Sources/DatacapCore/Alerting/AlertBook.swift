/// What is known of every rule: where it stands, what was told of it to whom, and what is still to be told.
///
/// All durations are counted in running time: the monotonic clock's, of this process and its predecessors, without the
/// time between them. A wall clock that jumps changes only the times that are shown. What happens when:
///
/// * **A pause or a stop, or a line that is being learnt:** the signals of the line can't be told then, and the rule's
///   `no_data` decides. With `keep` timers stand still; after ``patience`` a pending alert is forgotten and a firing one
///   is over, with the annotation `reason` = `no_data`.
/// * **A reload** that changes a rule's `when`, disables or removes it ends what fires with the annotation `reason`.
///   Other changes apply from then on; the incident keeps the labels it began with. A receiver that is new to the rule
///   is told at once; one that left it is still told of the end. Queues of receivers that are gone are dropped.
/// * **A restart:** what fires still fires, and nobody is told again before the repeat interval is over; if its
///   condition is gone, it goes through `keep_firing_for` and is over as usual. A pending alert goes on from where it
///   was if the daemon was away for less than ``pendingTolerance``, else from the beginning. A silence ends when it
///   would have.
/// * **Time in which nobody looked** (a process that was stopped, a clock that leapt) counts as ``longestStep`` at most
///   for `for` and `keep_firing_for`.
package struct AlertBook: Sendable {
    /// How long a condition may not be told before the alert is over.
    package static let patience = Duration.seconds(900)
    /// How long the daemon may have been away for pending alerts to go on.
    package static let pendingTolerance = Duration.seconds(3_600)
    /// How much time two looks at the signals may count for.
    package static let longestStep = Duration.seconds(10)
    /// How often the state is saved while timers run and nothing changes.
    package static let saveInterval = Duration.seconds(60)

    /// The rules in force.
    package internal(set) var rules: AlertRules
    /// Where the rules stand that aren't inactive, by name.
    package internal(set) var states: [String: AlertState] = [:]
    /// Until when rules are silenced, in running time, by name.
    package internal(set) var silences: [String: Duration] = [:]
    /// What is still to be told, and what was.
    package internal(set) var outbox = Outbox()
    /// The running time.
    package internal(set) var time = Duration.zero
    /// How many incidents there were.
    package internal(set) var incidents = 0
    /// Why what ended since the latest look began is over, by the incidents' ids.
    package internal(set) var endings: [String: IncidentEnd] = [:]
    /// How often rules were evaluated since the daemon started.
    package internal(set) var evaluations: Int64 = 0

    var feeds: [AlertmanagerFeed] = []
    var ended: [EndedIncident] = []
    var tests: [String: (destination: Destination, start: Duration)] = [:]
    var signals = AlertSignals()
    var crashes: [Duration] = []
    var countedRestarts: Int64?
    var random: SplitMix64
    var lastUptime: Duration?
    var lastLook: Duration?
    var saving = SaveState()

    /// What is saved of the state.
    struct SaveState: Hashable, Sendable {
        /// Counts the changes that must outlive the daemon.
        var revision = 0
        /// The latest revision that was saved, or that couldn't be.
        var saved = 0
        /// The revision that is being saved.
        var underWay: Int?
        /// When the state was last handed out to be saved, in running time.
        var lastTime = Duration.zero
        /// When to try again after a failure, in running time.
        var retryTime: Duration?
    }

    /// Makes the book of rules that nothing has happened to yet.
    ///
    /// - Parameters:
    ///   - rules: The rules.
    ///   - seed: Spreads the attempts of different daemons over time.
    package init(rules: AlertRules = AlertRules(), seed: UInt64 = 0) {
        self.rules = rules
        random = SplitMix64(seed: seed)
        feeds = Self.feeds(of: rules)
    }

    static func feeds(of rules: AlertRules) -> [AlertmanagerFeed] {
        rules.receivers.compactMap {
            if case .alertmanager = $0.way { AlertmanagerFeed(receiver: $0.name) } else { nil }
        }
    }

    /// Where a rule stands.
    package func state(of rule: String) -> AlertState { states[rule] ?? .inactive }

    /// Whether a rule is silenced.
    package func isSilenced(_ rule: String) -> Bool { silences[rule].map { $0 > time } ?? false }

    /// The incidents that fire, each with its rule.
    var firing: [(rule: AlertRule, incident: Incident)] {
        rules.rules.compactMap { rule in states[rule.name]?.incident.map { (rule, $0) } }
    }

    /// The ids of the incidents that fire.
    var activeIncidents: Set<String> { Set(firing.map(\.incident.id)) }

    /// Whether the latest attempt to reach some receiver failed.
    var isDeliveryFailing: Bool { outbox.lanes.contains(where: \.isFailing) || feeds.contains(where: \.isFailing) }

    /// Lets the running time go on to now, in whole milliseconds.
    mutating func advance(to now: Moment) {
        defer { lastUptime = lastUptime.map { max($0, now.uptime.wholeMilliseconds) } ?? now.uptime.wholeMilliseconds }
        guard let lastUptime else { return }
        time += max(.zero, now.uptime.wholeMilliseconds - lastUptime)
    }

    /// Notes that the state must be saved.
    mutating func change() { saving.revision += 1 }
}

extension Duration {
    /// The duration without what is less than a millisecond.
    var wholeMilliseconds: Duration { .milliseconds(milliseconds) }
}
