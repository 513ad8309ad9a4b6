/// A name that a template may use.
enum AlertName: Hashable, Sendable {
    case label(String)
    case annotation(String)
    case fixed(Fixed)

    /// The names that every template has.
    enum Fixed: String, CaseIterable, Hashable, Sendable {
        case alert, rule, status, startsAt, endsAt, duration, speed, baseline
        case dropRatio = "drop_ratio"
        case verdict
        case capUsed = "cap.used"
        case capLimit = "cap.limit"
        case capUsedRatio = "cap.used_ratio"
        case capPeriodEnd = "cap.period_end"
        case host
    }

    /// The fixed names, as a message shows them.
    static var known: [String] { Fixed.allCases.map(\.rawValue) }

    /// Reads a name; `nil` if there's none such.
    init?(_ text: String) {
        if text.hasPrefix("labels.") {
            self = .label(String(text.dropFirst("labels.".count)))
        } else if text.hasPrefix("annotations.") {
            self = .annotation(String(text.dropFirst("annotations.".count)))
        } else if let name = Fixed(rawValue: text) {
            self = .fixed(name)
        } else {
            return nil
        }
    }

    /// What kind of value it has.
    var kind: AlertValue.Kind {
        switch self {
        case .label, .annotation: .text
        case .fixed(let name):
            switch name {
            case .alert, .rule, .status, .verdict, .host: .text
            case .startsAt, .endsAt, .capPeriodEnd: .date
            case .duration: .time
            case .speed, .baseline: .speed
            case .dropRatio, .capUsedRatio: .share
            case .capUsed, .capLimit: .amount
            }
        }
    }
}
