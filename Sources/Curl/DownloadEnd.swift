/// How one transfer of a ``DownloadPool`` ended.
package struct DownloadEnd: Hashable, Sendable {
    /// Which of the pool's slots it ran in.
    package var slot: Int
    /// Why it failed, or `nil` if the server sent everything that it announced.
    package var failure: DownloadFailure?
    /// Payload bytes.
    package var bytes: Int64
    /// The last HTTP status, 0 if none came.
    package var httpStatus: Int
    /// What the server asked for with `Retry-After` (RFC 9110 §10.2.3), if it did.
    package var retryAfter: Duration?
    /// How many TCP connections it opened; none when it took one over from a transfer before it.
    package var newConnections: Int
    /// Its phases, each as the time since its start.
    package var phases: Phases

    /// When a transfer came how far, each as the time since its start and zero for what never happened.
    package struct Phases: Hashable, Sendable {
        /// The name was resolved.
        package var resolve: Duration
        /// TCP was connected.
        package var connect: Duration
        /// TLS was set up.
        package var tls: Duration
        /// The first byte arrived.
        package var firstByte: Duration
        /// It ended.
        package var total: Duration
    }
}
