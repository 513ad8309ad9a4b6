internal import DatacapCore

/// What became of one of several deliveries of the same notice.
struct NamedOutcome: Sendable {
    /// The address.
    var name: String
    /// What became of it.
    var outcome: DeliveryOutcome
}

extension DeliveryOutcome {
    /// The program ends, or the receiver is taken away, while a delivery goes on.
    static let interrupted = DeliveryOutcome.uncertain(reason: "interrupted")

    /// Sums up deliveries that all must go well: any that may yet go well is tried again.
    static func all(_ outcomes: [NamedOutcome]) -> DeliveryOutcome {
        guard outcomes.count != 1 else { return outcomes[0].outcome }
        guard !outcomes.isEmpty else { return .final(reason: "there is no address") }
        let text = outcomes.map { "\($0.name): \($0.outcome.text)" }.joined(separator: "; ")
        if outcomes.contains(where: \.outcome.isUncertain) { return .uncertain(reason: text) }
        if let wait = wait(of: outcomes) { return .retry(reason: text, after: wait.after) }
        return outcomes.allSatisfy(\.outcome.isDelivered) ? .delivered(detail: text) : .final(reason: text)
    }

    /// Sums up deliveries of which one must go well.
    static func any(_ outcomes: [NamedOutcome]) -> DeliveryOutcome {
        guard outcomes.count != 1 else { return outcomes[0].outcome }
        guard !outcomes.isEmpty else { return .final(reason: "there is no address") }
        let text = outcomes.map { "\($0.name): \($0.outcome.text)" }.joined(separator: "; ")
        if outcomes.contains(where: \.outcome.isDelivered) { return .delivered(detail: text) }
        if let wait = wait(of: outcomes) { return .retry(reason: text, after: wait.after) }
        return .final(reason: text)
    }

    /// How long the most impatient of those that may be tried again wants to wait; `nil` if there are none.
    private static func wait(of outcomes: [NamedOutcome]) -> (after: Duration?, Void)? {
        let waits = outcomes.compactMap { outcome -> Duration?? in
            switch outcome.outcome {
            case .retry(_, let after): .some(after)
            case .uncertain: .some(nil)
            case .delivered, .final: nil
            }
        }
        guard !waits.isEmpty else { return nil }
        return (waits.contains(where: { $0 == nil }) ? nil : waits.compactMap(\.self).min(), ())
    }

    private var isDelivered: Bool {
        if case .delivered = self { true } else { false }
    }

    private var isUncertain: Bool {
        if case .uncertain = self { true } else { false }
    }

    private var text: String {
        switch self {
        case .delivered(let detail): detail
        case .retry(let reason, _), .uncertain(let reason), .final(let reason): reason
        }
    }
}
