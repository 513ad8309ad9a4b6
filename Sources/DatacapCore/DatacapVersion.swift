/// Which datacap this is.
package enum DatacapVersion {
    /// The version by semantic versioning, without a leading `v`.
    package static let current = "0.1.0"
}
