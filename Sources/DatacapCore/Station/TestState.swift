/// Where the test stands.
///
///     stopped ──start──▶ starting ──data──▶ running ⇄ paused
///        ▲                                  running ⇄ stalled
///        └── stopping ◀──stop, cap reached──┘
///     waiting: nothing may or should be downloaded until a time; then starting again
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
    /// The test goes on by itself at that time, if there is one, and why not now.
    case waiting(until: Timestamp?, String)
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
        /// The budget of the session is used up.
        case budgetUsed
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
        case .waiting: .waiting
        case .stopping: .stopping
        case .failed: .failed
        }
    }

    /// The names of the states.
    package enum Name: String, CaseIterable, Sendable {
        case stopped, starting, running, paused, stalled, waiting, stopping, failed
    }

    /// Whether a downloader should be there.
    package var isActive: Bool {
        switch self {
        case .starting, .running, .paused, .stalled: true
        case .stopped, .waiting, .stopping, .failed: false
        }
    }
}

extension TestState.StopReason {
    /// Why, as a person reads it.
    package var sentence: String {
        switch self {
        case .notStarted: "no test was started"
        case .requested: "stopped by request"
        case .capReached: Budget.Limit.cap.sentence
        case .budgetUsed: Budget.Limit.session.sentence
        case .shutdown: "the daemon left"
        }
    }
}
