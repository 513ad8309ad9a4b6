/// What a name in a template stands for.
package enum AlertValue: Hashable, Sendable {
    /// Any text.
    case text(String)
    /// A speed.
    case speed(BitRate)
    /// An amount of data.
    case amount(ByteCount)
    /// A share, 0–1 for none to all.
    case share(Double)
    /// A length of time.
    case time(Duration)
    /// A point in time.
    case date(Timestamp)
    /// Nobody knows.
    case unknown

    /// What kind of value a name has; a filter takes one of them.
    package enum Kind: String, Hashable, Sendable {
        case text = "a text"
        case speed = "a speed"
        case amount = "an amount of data"
        case share = "a share"
        case time = "a length of time"
        case date = "a point in time"
    }

    /// The value as a person reads it: `18.4 Mbit/s`, `41.2 GB`, `82 %`, `1 h 5 min`, `2026-11-22T21:05:21.860Z`.
    package var text: String {
        switch self {
        case .text(let text): text.cleaned(limit: 1_024)
        case .speed(let rate): rate.plain
        case .amount(let amount): amount.plain
        case .share(let share): "\((share * 100).significant) %"
        case .time(let time): time.plain
        case .date(let time): time.rfc3339
        case .unknown: "unknown"
        }
    }
}

extension Duration {
    /// The two largest units of it.
    fileprivate var plain: String {
        let total = max(0, Int64(seconds.rounded()))
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
        guard let first = units.firstIndex(where: { total >= $0.0 }) else { return "0 s" }
        let large = "\(total / units[first].0) \(units[first].1)"
        guard units.indices.contains(first + 1) else { return large }
        let rest = total % units[first].0 / units[first + 1].0
        return rest == 0 ? large : "\(large) \(rest) \(units[first + 1].1)"
    }
}
