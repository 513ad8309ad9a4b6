extension Station {
    /// How long a started test may bring no data before it counts as stalled.
    static let startLimit = Duration.seconds(10)
    /// How long a downloader may take to end before it is killed.
    static let terminationLimit = Duration.milliseconds(1_200)
    /// How often the machine's figures are shown, unless a process came or went.
    static let systemInterval = Duration.seconds(10)
    /// A wall clock that goes wrong by this much between two ticks has jumped.
    static let clockJump = Duration.seconds(10)
    /// How often the external address is asked for at most.
    static let addressInterval = Duration.seconds(3_600)

    mutating func tick(at now: Moment) -> [Effect] {
        let news = clockNews(at: now)
        return tickState(at: now) + news
    }

    /// A wall clock that was set, or a machine that slept, is remembered: it explains what the history shows.
    private mutating func clockNews(at now: Moment) -> [Effect] {
        defer { lastTick = now }
        guard let before = lastTick else { return [] }
        let wall = Double(now.timestamp.milliseconds - before.timestamp.milliseconds) / 1_000
        let jump = wall - (now.uptime - before.uptime).seconds
        guard jump.magnitude >= Self.clockJump.seconds else { return [] }
        let amount = jump.magnitude.rounded().plain
        let text =
            jump > 0
            ? "the clock went \(amount) s ahead: it was set, or the machine slept"
            : "the clock was set back by \(amount) s"
        return [.log(.notice, text), remember(.clock, text, at: now)]
    }

    private mutating func tickState(at now: Moment) -> [Effect] {
        var effects: [Effect] = []
        switch state {
        case .starting(let since) where now.uptime - since >= Self.startLimit:
            state = .stalled(since: now.uptime)
            effects = [.log(.warning, "no data has come since the start; the test is stalled")] + changed(at: now)
        case .stopping(let since, _) where now.uptime - since >= Self.terminationLimit:
            killed = true
            effects = [.signal(.kill)]
        case .waiting: effects = endWait(at: now)
        case .paused where planner == nil: effects = endPause(at: now)
        case .running: effects = endRest(at: now)
        case .starting, .stopping, .stopped, .paused, .stalled, .failed:
            break
        }
        if planner != nil { effects += plan(.tick(outlook(at: now)), at: now) + killOverdueTest(at: now) }
        effects += askAddressIfDue(at: now) + readUsageIfDue(at: now) + startIfWanted(at: now)
        effects += saveIfDue(at: now)
        effects += evaluateAlerts(at: now)
        // While figures come, they are what is shown; the tick only fills in when none does.
        let patience = state == .running ? configuration.updateInterval * 3 / 2 : configuration.updateInterval
        if now.uptime - lastPublish >= patience { effects += publish(at: now) }
        return effects
    }

    /// Has the ledgers read at the latest in each quarter of an hour, in which an hour, a day or a cycle may begin.
    private mutating func readUsageIfDue(at now: Moment) -> [Effect] {
        guard let standing, UsageSlot.start(of: standing.time) != UsageSlot.start(of: now.timestamp),
            lastUsageRequest.map({ now.uptime - $0 >= .seconds(5) }) ?? true
        else { return [] }
        lastUsageRequest = now.uptime
        return [.readUsage]
    }

    mutating func saveIfDue(at now: Moment) -> [Effect] {
        guard isUnsaved, lastSave.map({ now.uptime - $0 >= configuration.updateInterval }) ?? true else { return [] }
        isUnsaved = false
        lastSave = now.uptime
        lastUpdate = now.timestamp
        return [.save] + tellLedger(at: now)
    }

    /// Ends a pause that was meant for a while.
    private mutating func endPause(at now: Moment) -> [Effect] {
        guard let end = pauseEnd, end <= now.uptime else { return [] }
        return resume(at: now).filter { if case .answer = $0 { false } else { true } }
    }

    mutating func askAddressIfDue(at now: Moment) -> [Effect] {
        guard !configuration.ipInfoURL.isEmpty, !isDemo,
            lastAddressRequest.map({ now.uptime - $0 >= Self.addressInterval }) ?? true
        else { return [] }
        lastAddressRequest = now.uptime
        return [.askExternalAddress(url: configuration.ipInfoURL)]
    }

    mutating func reload(_ new: Configuration, at now: Moment) -> [Effect] {
        counters.reloadSucceeded = true
        counters.reloadTime = now.timestamp
        let old = configuration
        configuration = new
        keepUnreloadable(from: old)
        _ = targets.open(configuration.testURLs)
        meter.updateInterval = configuration.updateInterval
        if old.ipInfoURL != configuration.ipInfoURL { lastAddressRequest = nil }
        if configuration.ipInfoURL.isEmpty { externalAddress = nil }
        var effects: [Effect] = [.log(.info, "configuration read again")] + abandonRest()
        if configuration != new {
            effects.append(.log(.warning, "changes of host, port, auth, tls, usage and state_directory need a restart"))
        }
        if old.testURLs != configuration.testURLs {
            forgetLine()
        } else if old.order != configuration.order || old.detectorSettings != configuration.detectorSettings {
            beginLine()
        }
        if old.order != configuration.order {
            if state.isActive, planner == nil, downloader.phase != .absent {
                restartsForReload = true
                effects.append(.signal(.terminate))
            }
        }
        if old.testing.mode != configuration.testing.mode {
            effects += changeMode(at: now)
        } else {
            if old.testing != configuration.testing || old.zone != configuration.zone {
                effects += replanAfterReload(at: now)
            }
            effects += rebudget(from: old, at: now)
        }
        effects += [.readUsage, remember(.configuration, "the configuration was read again", at: now)]
        return effects + allowIfChanged() + alerts.adopt(configuration.alertRules, at: now) + changed(at: now)
    }

    /// Keeps what can only be changed by starting the daemon again.
    private mutating func keepUnreloadable(from old: Configuration) {
        configuration.host = old.host
        configuration.port = old.port
        configuration.allowedHosts = old.allowedHosts
        configuration.tokenFile = old.tokenFile
        configuration.certificateFile = old.certificateFile
        configuration.keyFile = old.keyFile
        configuration.insecure = old.insecure
        configuration.stateDirectory = old.stateDirectory
        configuration.usage = old.usage
    }

    mutating func reloadFailed(_ error: ConfigurationError) -> [Effect] {
        counters.reloadSucceeded = false
        return [.log(.error, "the configuration is faulty, the old one stays:\n\(error)"), .publish]
    }
}
