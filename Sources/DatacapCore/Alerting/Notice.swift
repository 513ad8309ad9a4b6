/// One thing to tell one receiver about one alert.
///
/// It holds everything that a receiver is told, as it was when it was decided: what happens between the decision and
/// the delivery changes nothing of it.
package struct Notice: Hashable, Sendable {
    /// What is told.
    package enum Status: String, Hashable, Sendable {
        /// The alert fires, or still does.
        case firing
        /// It is over.
        case resolved
    }

    /// A name and a value, of a label or an annotation.
    package struct Field: Hashable, Sendable {
        /// The name: letters, digits and `_`, not starting with a digit.
        package var name: String
        /// The value: any text.
        package var value: String

        /// Makes a field.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Stays the same when the notice is sent again: receivers may drop what they have seen.
    ///
    /// Letters, digits, `-`.
    package var id: String
    /// Stays the same over all notices of one incident, from its first firing to its resolution.
    ///
    /// Letters, digits, `-`.
    package var incident: String
    /// Which notice of the incident this is, from 1.
    package var number: Int
    /// The receiver's name.
    package var receiver: String
    /// The rule's name.
    package var alert: String
    /// What is told.
    package var status: Status
    /// When it was decided.
    package var time: Timestamp
    /// When the alert began to fire.
    package var startsAt: Timestamp
    /// When it ended; `nil` while it fires.
    package var endsAt: Timestamp?
    /// The labels, by name in order; `alertname` is among them.
    package var labels: [Field]
    /// The annotations, filled in, by name in order.
    package var annotations: [Field]
    /// 16 hexadecimal digits made from the labels, as Alertmanager's are.
    package var fingerprint: String
    /// The dashboard's address.
    package var generatorURL: String
    /// Whether somebody only tries the receiver out.
    package var isTest: Bool

    /// Makes a notice.
    package init(
        id: String,
        incident: String,
        number: Int,
        receiver: String,
        alert: String,
        status: Status,
        time: Timestamp,
        startsAt: Timestamp,
        endsAt: Timestamp? = nil,
        labels: [Field],
        annotations: [Field],
        fingerprint: String,
        generatorURL: String,
        isTest: Bool = false
    ) {
        self.id = id
        self.incident = incident
        self.number = number
        self.receiver = receiver
        self.alert = alert
        self.status = status
        self.time = time
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.labels = labels
        self.annotations = annotations
        self.fingerprint = fingerprint
        self.generatorURL = generatorURL
        self.isTest = isTest
    }
}
