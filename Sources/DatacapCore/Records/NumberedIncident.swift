/// An incident with the number that people call it by.
package struct NumberedIncident: Hashable, Sendable {
    /// Its number: 1 for the first, never used again.
    package var number: Int64
    /// The incident.
    package var record: IncidentRecord

    /// Makes a numbered incident.
    package init(number: Int64, record: IncidentRecord) {
        self.number = number
        self.record = record
    }
}
