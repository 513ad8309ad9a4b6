extension Station {
    func writeAlerts(to page: inout MetricsWriter) {
        page.family(
            "datacap_alert_state",
            .gauge,
            help: "State of each alert rule, 1 for the state it is in and 0 for all others."
        )
        for rule in alerts.rules.rules {
            // An alert whose condition is gone since a while still fires, as it does for Prometheus.
            let state = alerts.state(of: rule.name)
            for name in [AlertState.Name.inactive, .pending, .firing] {
                let isIn = state.name == name || (name == .firing && state.name == .recovering)
                page.sample(isIn ? 1.0 : 0, ["rule": rule.name, "state": name.rawValue])
            }
        }
        page.family("datacap_rule_evaluations", .counter, help: "Alert rule evaluations.")
        page.sample(alerts.evaluations)
        page.family(
            "datacap_notifications",
            .counter,
            help: "Attempts to deliver a notification, including those that failed."
        )
        for (receiver, tally) in tallies { page.sample(tally.attempts, labels(of: receiver)) }
        page.family(
            "datacap_notifications_failed",
            .counter,
            help: "Notifications that were refused or given up after all retries."
        )
        for (receiver, tally) in tallies { page.sample(tally.failures, labels(of: receiver)) }
        page.family(
            "datacap_notifications_dropped",
            .counter,
            help: "Notifications that were not sent any more: over before they were told, or crowded out."
        )
        for (receiver, tally) in tallies { page.sample(tally.drops, labels(of: receiver)) }
        page.family("datacap_notification_queue_length", .gauge, help: "Notifications waiting to be delivered.")
        for (receiver, _) in tallies {
            page.sample(Int64(alerts.outbox.count(for: receiver.name)), labels(of: receiver))
        }
        page.family(
            "datacap_notification_duration_seconds",
            .summary,
            unit: "seconds",
            help: "Time that attempts to deliver a notification took, including those that failed."
        )
        for (receiver, tally) in tallies {
            page.summary(sum: tally.duration.seconds, count: tally.endings, labels(of: receiver))
        }
        page.family(
            "datacap_notification_failing",
            .gauge,
            help: "Whether the latest attempt to reach the receiver failed (1) or not (0)."
        )
        for (receiver, _) in tallies {
            page.sample(alerts.isFailing(receiver.name) ? 1.0 : 0, labels(of: receiver))
        }
    }

    private var tallies: [(Receiver, Outbox.Tally)] {
        alerts.rules.receivers.map { ($0, alerts.outbox.tallies[$0.name] ?? Outbox.Tally()) }
    }

    private func labels(of receiver: Receiver) -> KeyValuePairs<String, String> {
        ["receiver": receiver.name, "integration": receiver.way.integration]
    }
}
