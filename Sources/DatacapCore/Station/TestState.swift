/// Where the test stands.
///
///     stopped ──start──▶ starting ──data──▶ running ⇄ paused
///        ▲                                  running ⇄ stalled
///        └── stopping ◀──stop, cap reached──┘
///     failed: the downloader can't be started at all
package enum TestState: Hashable, Sendable {
    /// No test runs, and why.
    case stopped(StopReason)
    /// The test was started; no data has come yet.
    case starting(since: Duration)
    /// Data flows.
    case running
    /// The user holds the test.
    case paused
    /// No data comes although it should.
    case stalled(since: Duration)
    /// The downloader was told to end.
    case stopping(since: Duration, StopReason)
    /// The downloader can't be started.
    case failed(String)

    /// Why a test isn't running.
    package enum StopReason: Hashable, Sendable {
        /// None was started since the daemon was.
        case notStarted
        /// The user stopped it.
        case requested
        /// The data cap is used up.
        case capReached
        /// The daemon leaves.
        case shutdown
    }

    /// The state's name on the wire and in metrics.
    package var name: Name {
        switch self {
        case .stopped: .stopped
        case .starting: .starting
        case .running: .running
        case .paused: .paused
        case .stalled: .stalled
        case .stopping: .stopping
        case .failed: .failed
        }
    }

    /// The names of the states.
    package enum Name: String, CaseIterable, Sendable {
        case stopped, starting, running, paused, stalled, stopping, failed
    }

    /// Whether a downloader should be there.
    package var isActive: Bool {
        switch self {
        case .starting, .running, .paused, .stalled: true
        case .stopped, .stopping, .failed: false
        }
    }
}
