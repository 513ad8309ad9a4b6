/// A change in what the detector says.
package enum DetectionEvent: Hashable, Sendable {
    /// Something new.
    case raised(Detection)
    /// What was raised before, with the same number, is known better now.
    case refined(Detection)
    /// What was raised before is over.
    case cleared(Detection, at: Timestamp)
}
