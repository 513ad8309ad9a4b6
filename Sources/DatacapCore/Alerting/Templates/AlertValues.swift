/// What the names in a notice's templates stand for.
struct AlertValues {
    let notice: Notice
    let signals: AlertSignals

    /// A rule's annotations, filled in.
    func annotations(of rule: AlertRule?) -> [Notice.Field] {
        guard let rule else { return [] }
        let plain = rule.annotations.filter { !$0.template.namesAnnotations }
        let first = plain.map { Notice.Field($0.name, $0.template.filled { value(of: $0, among: []) }) }
        return rule.annotations.map { annotation in
            Notice.Field(annotation.name, annotation.template.filled { value(of: $0, among: first) })
        }
    }

    private func value(of name: AlertName, among annotations: [Notice.Field]) -> AlertValue {
        switch name {
        case .label(let label): text(notice.labels.first { $0.name == label }?.value)
        case .annotation(let other): text(annotations.first { $0.name == other }?.value)
        case .fixed(let name): value(of: name)
        }
    }

    private func value(of name: AlertName.Fixed) -> AlertValue {
        switch name {
        case .alert, .rule: .text(notice.alert)
        case .status: .text(notice.status.rawValue)
        case .startsAt: .date(notice.startsAt)
        case .endsAt: notice.endsAt.map { .date($0) } ?? .unknown
        case .duration: .time(notice.startsAt.distance(to: notice.endsAt ?? notice.time))
        case .speed: signals.speed.map { .speed($0) } ?? .unknown
        case .baseline: signals.baseline.map { .speed($0) } ?? .unknown
        case .dropRatio: drop
        case .verdict: text(signals.verdict)
        case .capUsed: .amount(signals.used)
        case .capLimit: signals.period.map { .amount($0.limit) } ?? .unknown
        case .capUsedRatio: signals.usedShare.map { .share($0) } ?? .unknown
        // Until there are plans, a period ends when somebody resets the totals.
        case .capPeriodEnd: .unknown
        case .host: text(signals.host)
        }
    }

    private var drop: AlertValue {
        guard let speed = signals.speed, let baseline = signals.baseline, baseline > .zero else { return .unknown }
        return .share(max(0, 1 - speed.bitsPerSecond / baseline.bitsPerSecond))
    }

    private func text(_ text: String?) -> AlertValue {
        guard let text, !text.isEmpty else { return .unknown }
        return .text(text)
    }
}
