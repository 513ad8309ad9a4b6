/// What became of one attempt to deliver a notice.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver has it.
    case delivered(detail: String)
    /// It may go better later: not before `after`, if the receiver said so.
    case retry(reason: String, after: Duration?)
    /// It may have arrived, or not: nobody said. It is to be tried again.
    case uncertain(reason: String)
    /// It will never go.
    case final(reason: String)
}
