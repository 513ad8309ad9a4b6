package import DatacapCore

/// What rules are, and what would have fired in a recording, as `datacap check-rules` prints it.
///
/// As JSON lines:
///
///     {"type":"rule","alert":S,"enabled":B,"condition":S,"for_seconds":R,"keep_firing_for_seconds":R,"receivers":[S]}
///     {"type":"firing","alert":S,"starts_at":T,"ends_at":T|null,"duration_seconds":R,"reason":S|null,"summary":S,
///      "notices":[{"receiver":S,"count":N}]}
///     {"type":"times","alert":S,"enabled":B,"times":N,"firing_seconds":R,"notices":N}
///     {"type":"total","times":N,"notices":N,"recorded_seconds":R,"from":T|null,"to":T|null,"gaps":N}
package enum AlertReplayReport {
    /// How many rules and receivers there are.
    package static func counts(of rules: AlertRules) -> String {
        "\(rules.rules.count.counted("rule")), \(rules.receivers.count.counted("receiver"))"
    }

    /// The rules, a line each.
    ///
    /// - Returns: Lines without their ends.
    package static func lines(of rules: AlertRules, asJSON: Bool) -> [[UInt8]] {
        rules.rules.map { asJSON ? $0.json : Array($0.sentence.utf8) }
    }

    /// What would have fired: a line each time, a line each rule, and a total.
    ///
    /// - Returns: Lines without their ends.
    package static func lines(of replay: AlertReplay, asJSON: Bool) -> [[UInt8]] {
        let tallies = replay.rules.rules.map { Tally($0, in: replay) }
        return replay.firings.map { asJSON ? json($0, in: replay) : Array(sentence($0, in: replay).utf8) }
            + tallies.map { asJSON ? $0.json : Array($0.sentence(replay.recorded).utf8) }
            + [asJSON ? totalJSON(replay) : Array(totalSentence(replay).utf8)]
    }

    private static func json(_ firing: AlertReplay.Firing, in replay: AlertReplay) -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", "firing")
            json.member("alert", firing.alert)
            json.member("starts_at", firing.startsAt.rfc3339)
            json.member("ends_at", firing.endsAt?.rfc3339)
            json.member("duration_seconds", replay.duration(of: firing).seconds, places: 3)
            json.member("reason", firing.reason?.rawValue)
            json.member("summary", firing.summary)
            json.array("notices") { array in
                for (receiver, count) in firing.notices.sorted(by: { $0.key < $1.key }) {
                    array.object { json in
                        json.member("receiver", receiver)
                        json.member("count", count)
                    }
                }
            }
        }
    }

    private static func sentence(_ firing: AlertReplay.Firing, in replay: AlertReplay) -> String {
        let duration = AlertValue.time(replay.duration(of: firing)).text
        let end = firing.endsAt.map { "to \($0.rfc3339)" } ?? "to the end of the recording"
        let reason = firing.reason.map { $0 == .over ? "" : " (\($0.rawValue))" } ?? ", still firing"
        let notices = firing.notices.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let told = notices.isEmpty ? "nobody told" : "notices: \(notices.joined(separator: ", "))"
        let summary = firing.summary.isEmpty ? "" : "; \(firing.summary.cleaned(limit: 200))"
        return "\(firing.alert) from \(firing.startsAt.rfc3339) \(end), \(duration)\(reason); \(told)\(summary)"
    }

    private static func totalJSON(_ replay: AlertReplay) -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", "total")
            json.member("times", replay.firings.count)
            json.member("notices", replay.firings.reduce(0) { $0 + $1.noticeCount })
            json.member("recorded_seconds", replay.recorded.seconds, places: 3)
            json.member("from", replay.span?.lowerBound.rfc3339)
            json.member("to", replay.span?.upperBound.rfc3339)
            json.member("gaps", replay.gaps)
        }
    }

    private static func totalSentence(_ replay: AlertReplay) -> String {
        guard let span = replay.span else { return "total: nothing was recorded" }
        let notices = replay.firings.reduce(0) { $0 + $1.noticeCount }
        let gaps = replay.gaps == 0 ? "" : ", with \(replay.gaps.counted("gap"))"
        let time = AlertValue.time(replay.recorded).text
        return """
            total: \(replay.firings.count.counted("time")) and \(notices.counted("notice")) in \(time), recorded \
            from \(span.lowerBound.rfc3339) to \(span.upperBound.rfc3339)\(gaps)
            """
    }
}

/// How often one rule would have fired.
private struct Tally {
    let rule: AlertRule
    let times: Int
    let notices: Int
    let firing: Duration

    init(_ rule: AlertRule, in replay: AlertReplay) {
        self.rule = rule
        let firings = replay.firings.filter { $0.alert == rule.name }
        times = firings.count
        notices = firings.reduce(0) { $0 + $1.noticeCount }
        firing = firings.reduce(.zero) { $0 + replay.duration(of: $1) }
    }

    var json: [UInt8] {
        JSONWriter.object { json in
            json.member("type", "times")
            json.member("alert", rule.name)
            json.member("enabled", rule.isEnabled)
            json.member("times", times)
            json.member("firing_seconds", firing.seconds, places: 3)
            json.member("notices", notices)
        }
    }

    func sentence(_ recorded: Duration) -> String {
        guard rule.isEnabled else { return "\(rule.name): disabled" }
        return "\(rule.name): \(times.counted("time")) in \(AlertValue.time(recorded).text)"
    }
}

extension AlertRule {
    fileprivate var json: [UInt8] {
        JSONWriter.object { json in
            json.member("type", "rule")
            json.member("alert", name)
            json.member("enabled", isEnabled)
            json.member("condition", condition.text)
            json.member("for_seconds", wait.seconds, places: 3)
            json.member("keep_firing_for_seconds", keep.seconds, places: 3)
            json.array("receivers") { array in for receiver in receivers { array.element(receiver) } }
        }
    }

    fileprivate var sentence: String {
        guard isEnabled else { return "\(name): disabled" }
        let told = receivers.isEmpty ? "nobody" : receivers.joined(separator: ", ")
        return "\(name): \(condition.text), for \(AlertValue.time(wait).text), tells \(told)"
    }
}

extension AlertReplay.Firing {
    fileprivate var noticeCount: Int { notices.values.reduce(0, +) }
}

extension Int {
    /// The number with what it counts.
    fileprivate func counted(_ thing: String) -> String { "\(self) \(thing)\(self == 1 ? "" : "s")" }
}
