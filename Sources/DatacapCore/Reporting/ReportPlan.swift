/// The plan as a report shows it.
package struct ReportPlan: Hashable, Sendable {
    /// The plan in a few words, such as `Cable 1000: 1.2 TB a month, from day 1, Europe/Berlin`.
    package var text: String
    /// The cap; `nil` for none.
    package var cap: ByteCount?

    /// Makes a plan.
    package init(text: String, cap: ByteCount?) {
        self.text = text
        self.cap = cap
    }
}

extension ReportPlan {
    /// Puts a plan into words.
    package init(_ plan: Plan) {
        let amount = plan.cap.map { "\(ReportFigure.amount($0)) " } ?? "no cap, counted "
        let counts: String? =
            switch plan.counts {
            case .down: "only what is received counts"
            case .up: "only what is sent counts"
            case .both: nil
            }
        let free =
            plan.freeHours.isEmpty
            ? nil : "free at \(plan.freeHours.map(\.description).joined(separator: " and "))"
        let words = [amount + plan.cycleRule.plain, counts, free, plan.zone.name].compactMap { $0 }
        let name = plan.name.map { "\($0): " } ?? ""
        self.init(text: name + words.joined(separator: ", "), cap: plan.cap)
    }
}

extension CycleRule {
    /// The rule in words that follow an amount.
    fileprivate var plain: String {
        switch self {
        case .dayOfMonth(let day): "a month from day \(day)"
        case .beforeMonthsEnd(1): "a month from its last day"
        case .beforeMonthsEnd(let days): "a month from \(days) days before the next"
        case .everyDays(let days, let first): "every \(days) days, counted from \(first)"
        case .weekly(let weekday): "a week from \(weekday.rawValue.capitalizedWord)"
        }
    }
}

extension String {
    fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
