/// One rule of rules.json: what to watch for, how patiently, and whom to tell.
///
/// What a rule leaves out follows from its signal:
///
/// | signal                 | for    | keep firing for | repeat | resolved |
/// |------------------------|--------|-----------------|--------|----------|
/// | `throttle`             | 60 s   | 5 min           | 4 h    | yes      |
/// | `cap`                  | 0      | 0               | never  | no       |
/// | `cap_forecast`         | 1 h    | 1 h             | 24 h   | yes      |
/// | `speed_below`          | 5 min  | 5 min           | 4 h    | yes      |
/// | `no_sample`            | 5 min  | 1 min           | 4 h    | yes      |
/// | `crash_loop`           | 0      | 10 min          | 4 h    | yes      |
/// | `notification_failing` | 15 min | 0               | 24 h   | yes      |
package struct AlertRule: Hashable, Sendable {
    /// What becomes of a rule whose signal can't be told: the test is paused or stopped, or the line is being learnt.
    package enum NoDataPolicy: String, CaseIterable, Sendable {
        /// Nothing begins, timers stand still, and what fires is over after ``AlertBook/patience``.
        case keep
        /// It counts as if the condition didn't hold.
        case resolve
        /// It counts as if the condition held.
        case fire
    }

    /// `alert`: the name, which no other rule has; it becomes the label `alertname`.
    package var name: String
    /// `when`: what to watch for.
    package var condition: AlertCondition
    /// `for_seconds`: how long the condition must hold before the alert fires.
    package var wait: Duration
    /// `keep_firing_for_seconds`: how long the condition must be gone before the alert is over.
    package var keep: Duration
    /// `repeat_interval_seconds`: how long after a delivery the next reminder goes; `nil` for never.
    package var repeatInterval: Duration?
    /// `send_resolved`: whether receivers are told that it is over.
    package var sendsResolved: Bool
    /// `no_data`: what becomes of it when the signal can't be told.
    package var noData = NoDataPolicy.keep
    /// `labels`: what identifies the alert beside its name, by name in order.
    package var labels: [Notice.Field] = []
    /// `annotations`: what is told, by name in order.
    package var annotations: [AlertAnnotation] = []
    /// `receivers`: the names of those who are told.
    package var receivers: [String] = []
    /// `enabled`: whether the rule is in force.
    package var isEnabled = true

    /// Makes a rule with the defaults of its signal.
    package init(name: String, condition: AlertCondition) {
        self.name = name
        self.condition = condition
        let defaults: (wait: Int, keep: Int, repeatInterval: Int?, sendsResolved: Bool) =
            switch condition.name {
            case .throttle: (60, 300, 14_400, true)
            case .cap: (0, 0, nil, false)
            case .capForecast: (3_600, 3_600, 86_400, true)
            case .speedBelow: (300, 300, 14_400, true)
            case .noSample: (300, 60, 14_400, true)
            case .crashLoop: (0, 600, 14_400, true)
            case .notificationFailing: (900, 0, 86_400, true)
            }
        wait = .seconds(defaults.wait)
        keep = .seconds(defaults.keep)
        repeatInterval = defaults.repeatInterval.map { .seconds($0) }
        sendsResolved = defaults.sendsResolved
    }

    /// The labels of an alert that begins now: the rule's, `alertname`, and `instance` where the rule has none.
    ///
    /// - Parameter host: This machine's name; empty while it isn't known.
    /// - Returns: The labels, by name in order.
    func labels(host: String) -> [Notice.Field] {
        var fields = labels + [Notice.Field("alertname", name)]
        if !host.isEmpty, !fields.contains(where: { $0.name == "instance" }) {
            fields.append(Notice.Field("instance", host))
        }
        return fields.sorted { $0.name < $1.name }
    }
}

/// A name and a template: one annotation of a rule.
package struct AlertAnnotation: Hashable, Sendable {
    /// The name: letters, digits and `_`, not starting with a digit.
    package var name: String
    /// What it says.
    package var template: AlertTemplate

    /// Makes an annotation.
    package init(name: String, template: AlertTemplate) {
        self.name = name
        self.template = template
    }
}
