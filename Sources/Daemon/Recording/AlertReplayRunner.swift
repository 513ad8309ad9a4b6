package import DatacapCore

/// Runs a recording of the alerts' signals through rules: `datacap check-rules --replay FILE`.
package struct AlertReplayRunner: Sendable {
    private let rules: AlertRules
    private let path: String

    /// Names the recording.
    package init(rules: AlertRules, recording path: String) {
        self.rules = rules
        self.path = path
    }

    /// Replays the whole recording.
    ///
    /// - Returns: What would have fired; ``AlertReplayReport`` tells it.
    /// - Throws: ``ReplayError``.
    package func run() throws(ReplayError) -> AlertReplay {
        var replay = AlertReplay(rules: rules)
        try RecordedLooks(path: path).read { record, moment throws(RestoreError) in
            try replay.take(record, at: moment)
        }
        return replay
    }
}
