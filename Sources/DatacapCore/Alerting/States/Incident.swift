/// One time that an alert fires, from its first firing to its end.
package struct Incident: Hashable, Sendable {
    /// What tells it from every other one: letters, digits, `-`.
    package var id: String
    /// Counts the incidents of this state file from 1.
    package var number: Int
    /// When it began to fire, by the wall clock.
    package var startsAt: Timestamp
    /// The labels that it began with, by name in order; they stay, whatever becomes of the rule.
    package var labels: [Notice.Field]
    /// The cap's period that it belongs to, for a rule that latches.
    package var period: AlertSignals.Period?
    /// Whether receivers are told of its end.
    package var sendsResolved: Bool
    /// How long its condition couldn't be told.
    package var untold = Duration.zero

    /// 16 hexadecimal digits made from the labels, as Alertmanager's are.
    package var fingerprint: String { labels.fingerprint }
}

/// Why an incident is over.
package enum IncidentEnd: String, CaseIterable, Hashable, Sendable {
    /// The condition is gone.
    case over
    /// Its condition couldn't be told for too long.
    case noData = "no_data"
    /// The rule was removed or disabled.
    case ruleRemoved = "rule_removed"
    /// The rule now watches for something else.
    case ruleChanged = "rule_changed"
}

extension [Notice.Field] {
    /// Alertmanager's fingerprint of labels that are in order (`model.LabelSet.Fingerprint`): FNV-1a, 64 bits, over
    /// names and values, each followed by 0xFF; in 16 hexadecimal digits.
    package var fingerprint: String {
        var hash = FNV1a()
        for field in self {
            hash.add(field.name)
            hash.add(field.value)
        }
        return hash.hexadecimal
    }
}

/// The hash FNV-1a of 64 bits (Fowler, Noll, Vo; `draft-eastlake-fnv`).
struct FNV1a {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Takes in a text and the byte 0xFF, which no text has.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// The hash in 16 hexadecimal digits.
    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
