/// Where the downloader process stands, and how often it had to be started again.
///
/// A downloader that ends by itself is started again after 1 s, doubling to 60 s; 60 s of good running forget it.
package struct DownloaderState: Hashable, Sendable {
    /// Whether there is a process.
    package enum Phase: Hashable, Sendable {
        /// There's none, and none is wanted.
        case absent
        /// One was ordered.
        case launching
        /// It told that it runs.
        case up(processID: Int64, since: Moment)
    }

    /// How long a downloader must run for its predecessors' crashes to be forgotten.
    package static let goodRun = Duration.seconds(60)
    /// How many launches in a row may fail to start a process at all before the test has failed.
    package static let launchAttempts = 5

    /// Whether there is a process.
    package var phase = Phase.absent
    /// How often it was started again since the daemon started.
    package private(set) var restarts: Int64 = 0
    private var crashes = 0

    /// Makes the state in which no downloader was ever started.
    package init() {}

    /// The process's id, while there is one.
    package var processID: Int64? {
        guard case .up(let processID, _) = phase else { return nil }
        return processID
    }

    /// When the process started, while there is one.
    package var startTime: Timestamp? {
        guard case .up(_, let since) = phase else { return nil }
        return since.timestamp
    }

    /// Counts a crash.
    ///
    /// - Returns: How long to wait before the next launch, and how many launches in a row went wrong.
    mutating func crash(at now: Moment) -> (delay: Duration, crashes: Int) {
        if case .up(_, let since) = phase, now.uptime - since.uptime >= Self.goodRun { crashes = 0 }
        crashes += 1
        restarts += 1
        phase = .launching
        return (.seconds(min(60, 1 << min(crashes - 1, 6))), crashes)
    }

    /// Notes that the next launch is a fresh one.
    mutating func forgetCrashes() { crashes = 0 }
}

/// How a downloader process ended.
package enum DownloaderExit: Hashable, Sendable {
    /// With an exit code.
    case code(Int32)
    /// By a signal.
    case signal(Int32)
    /// It never began: the program couldn't be started.
    case notStarted(String)
}

/// The label of `datacap_downloader_exits_total`.
package enum ExitReason: String, CaseIterable, Sendable {
    /// It was told to end and did.
    case requested
    /// It ended by itself, or couldn't be started.
    case code
    /// A signal ended it.
    case signal
    /// It was told to end, didn't, and was killed.
    case timeout
}
