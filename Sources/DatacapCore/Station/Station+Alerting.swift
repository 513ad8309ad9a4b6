extension Station {
    /// How often the rules are looked at.
    static let evaluationInterval = Duration.milliseconds(900)
    /// How long a running test may bring nothing before it counts as starved, even if it isn't stalled.
    static let silenceLimit = Duration.seconds(30)

    mutating func carryOut(_ command: AlertCommand, at now: Moment) -> [Effect] {
        let (answer, effects) = alerts.carryOut(command, at: now)
        return [.answerAlert(answer)] + effects
    }

    mutating func alertsSaved(_ fault: String?, at now: Moment) -> [Effect] {
        if fault != nil { counters.saveFailures += 1 }
        return alerts.saved(fault, at: now)
    }

    /// Takes up the alerts from alerts.json, as ``AlertBook/stateJSON(at:)`` wrote it.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - now: The time.
    /// - Throws: ``RestoreError`` when the file isn't what it should be; nothing was changed then.
    package mutating func restoreAlerts(_ text: [UInt8], at now: Moment) throws(RestoreError) {
        alerts = try AlertBook(restoring: text, rules: configuration.alertRules, at: now)
    }

    mutating func evaluateAlerts(at now: Moment) -> [Effect] {
        guard lastEvaluation.map({ now.uptime - $0 >= Self.evaluationInterval }) ?? true else { return [] }
        lastEvaluation = now.uptime
        let signals = alertSignals(at: now)
        return (isRecorded ? [.record(signals, now)] : []) + alerts.evaluate(signals, at: now)
    }

    /// What the rules judge.
    func alertSignals(at now: Moment) -> AlertSignals {
        var signals = AlertSignals()
        signals.flow = flow(at: now)
        signals.throttle = throttleSignal
        signals.verdict = verdictSentence
        signals.speed = judgedSpeed
        signals.baseline = baseline
        let start = configuration.hasPlannedCap ? standing?.cycle.start : periodStart
        signals.period = cap.flatMap { cap in start.map { AlertSignals.Period(start: $0, limit: cap) } }
        signals.used = used
        signals.forecast = configuration.hasPlannedCap ? standing?.forecast?.atEnd.likely : nil
        signals.restarts = downloader.restarts
        signals.host = system.hostName
        signals.dashboardURL = dashboardURL
        return signals
    }

    /// The latest figure, or the latest test's, if it says something of the line.
    private var judgedSpeed: BitRate? {
        guard planner == nil else {
            return earlierTests.last.flatMap { $0.flaws.isEmpty && $0.kind != .latency ? $0.rate?.rate : nil }
        }
        return state == .running && session.isSpeedValid ? session.speed : nil
    }

    private func flow(at now: Moment) -> AlertSignals.Flow {
        // Between two tests the last one says whether the line carries anything.
        if planner != nil, state.name != .paused, let last = earlierTests.last {
            return last.end == .failure ? .starved : .flowing
        }
        return switch state {
        case .stopped, .paused, .waiting, .stopping: .unwanted
        case .stalled, .failed: .starved
        // A downloader that crashes again and again is always starting.
        case .starting, .running: now.uptime - dataDueSince > Self.silenceLimit ? .starved : .flowing
        }
    }

    /// The verdict stays when the flow ends, but says nothing of a line that carries nothing.
    private var throttleSignal: AlertSignals.Throttle {
        guard state == .running || planner != nil else { return .untold }
        if let accusation = verdict.accusation { return .present(confidence: accusation.confidence) }
        return verdict.isLearning ? .untold : .absent
    }

    /// Where people find the dashboard.
    private var dashboardURL: String {
        let scheme = configuration.certificateFile == nil ? "http" : "https"
        let isEverywhere = configuration.host == "0.0.0.0" || configuration.host == "::"
        let plain = isEverywhere ? system.hostName : configuration.isLoopback ? "localhost" : configuration.host
        let host = plain.isEmpty ? "localhost" : plain.contains(":") ? "[\(plain)]" : plain
        let port = configuration.port == 0 ? servedPort ?? 0 : configuration.port
        return "\(scheme)://\(host):\(port)/"
    }
}
