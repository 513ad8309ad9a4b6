extension Station {
    mutating func carryOut(_ command: Command, lasting duration: Duration?, at now: Moment) -> [Effect] {
        switch command {
        case .start: start(at: now)
        case .stop: stop(.requested, at: now)
        case .pause: pause(lasting: duration, at: now)
        case .resume: resume(at: now)
        case .reset: reset(at: now)
        case .test: testNow(at: now)
        }
    }

    func answer(_ message: String, isPossible: Bool = true, isChange: Bool = true) -> Effect {
        .answer(CommandAnswer(state: state.name, isPossible: isPossible, isChange: isChange, message: message))
    }

    /// What follows a change of state: it is shown and saved at once.
    mutating func changed(at now: Moment) -> [Effect] {
        lastUpdate = now.timestamp
        lastPublish = now.uptime
        lastSave = now.uptime
        isUnsaved = false
        return [.publish, .save] + tellLedger(at: now)
    }

    /// Shows the state to whoever watches.
    mutating func publish(at now: Moment) -> [Effect] {
        lastPublish = now.uptime
        return [.publish]
    }

    private mutating func start(at now: Moment) -> [Effect] {
        switch state {
        case .starting, .running, .stalled:
            return [answer("The test is already running.", isChange: false)]
        case .paused:
            return [answer("The test is paused; resume it to go on.", isChange: false)]
        case .waiting(let time, let reason):
            let end = time.map { " until \($0.rfc3339)" } ?? ""
            return [answer("The test is started and waits\(end): \(reason).", isChange: false)]
        case .stopping:
            return [answer("The test is still stopping; try again in a second.", isPossible: false, isChange: false)]
        case .stopped, .failed:
            guard !isStoppedByCap else {
                let advice = "raise data_cap_gb, reset the totals, or set at_cap to \"continue\""
                return [answer("The data cap is used up: \(advice).", isPossible: false, isChange: false)]
            }
            guard !account.isAsking else {
                let text = "The test is still stopping; try again in a second."
                return [answer(text, isPossible: false, isChange: false)]
            }
            state = .starting(since: now.uptime)
            session = Session(startedAt: now)
            sessionStart = now.timestamp
            sessionSpent = .zero
            leastSlice = Self.smallestSlice
            lastWait = nil
            dataDueSince = now.uptime
            beginLine()
            meter.interrupt()
            downloader.forgetCrashes()
            let isScheduled = configuration.testing.mode == .scheduled
            return (isScheduled ? beginSchedule(at: now) : beginRun(at: now))
                + [answer("The test was started."), .log(.info, "test started"), keepSession(at: now)]
                + askAddressIfDue(at: now) + changed(at: now)
        }
    }

    /// Orders a downloader with the settings in force.
    mutating func launch(after delay: Duration) -> Effect { launch(configuration.order, after: delay) }

    /// Orders a downloader, within the limits in force.
    mutating func launch(_ wanted: FetchOrder, after delay: Duration) -> Effect {
        downloader.phase = .launching
        killed = false
        restartsForReload = false
        orderTargets = targets.open(configuration.testURLs)
        runReceived = .zero
        toldLimit = runLimit
        var order = wanted
        order.maximumBytes = [wanted.maximumBytes, toldLimit?.bytes].compactMap(\.self).min()
        return .launch(order, after: delay)
    }

    mutating func stop(_ reason: TestState.StopReason, at now: Moment) -> [Effect] {
        switch state {
        case .stopped:
            return [answer("The test is stopped already.", isChange: false)]
        case .stopping:
            return [answer("The test is stopping already.", isChange: false)]
        case .failed, .waiting:
            planner = nil
            testWitness = nil
            state = .stopped(reason)
            session.end(at: now.uptime)
            return settle(at: now) + [answer("The test was stopped."), keepSession(at: now)] + changed(at: now)
        case .starting, .running, .paused, .stalled:
            pauseEnd = nil
            rest = nil
            guard downloader.phase != .absent else {
                planner = nil
                testWitness = nil
                state = .stopped(reason)
                session.end(at: now.uptime)
                return settle(at: now) + [answer("The test was stopped."), keepSession(at: now)] + changed(at: now)
            }
            planner?.interrupt()
            state = .stopping(since: now.uptime, reason)
            return [.signal(.terminate), answer("The test is stopping."), .log(.info, "test stopping")]
                + changed(at: now)
        }
    }

    private mutating func pause(lasting duration: Duration?, at now: Moment) -> [Effect] {
        switch state {
        case .paused:
            if planner != nil, let duration {
                let effects = plan(.pause(until: now.timestamp + duration), at: now)
                return effects + [answer("Tests are paused until then.")] + changed(at: now)
            }
            pauseEnd = duration.map { now.uptime + $0 } ?? pauseEnd
            return [answer("The test is paused already.", isChange: duration != nil)]
        case .starting, .running, .stalled, .waiting:
            rest = nil
            state = .paused
            interruptFlow()
            if planner != nil {
                let effects = plan(.pause(until: duration.map { now.timestamp + $0 }), at: now)
                return effects + [answer("Tests were paused."), .log(.info, "tests paused")] + changed(at: now)
            }
            pauseEnd = duration.map { now.uptime + $0 }
            return tellIfUp(.pause) + [answer("The test was paused."), .log(.info, "test paused")] + changed(at: now)
        case .stopped, .stopping, .failed:
            return [answer("No test runs that could be paused.", isPossible: false, isChange: false)]
        }
    }

    mutating func resume(at now: Moment) -> [Effect] {
        switch state {
        case .starting, .running, .stalled, .waiting:
            return [answer("The test is running already.", isChange: false)]
        case .paused:
            dataDueSince = now.uptime
            pauseEnd = nil
            if planner != nil {
                let effects = plan(.resume, at: now)
                return effects + [answer("Tests go on."), .log(.info, "tests resumed")] + changed(at: now)
            }
            guard case .up = downloader.phase else {
                state = .starting(since: now.uptime)
                let run = downloader.phase == .absent && !account.isAsking ? beginRun(at: now) : []
                return run + [answer("The test goes on."), .log(.info, "test resumed")] + changed(at: now)
            }
            state = .running
            return [.signal(.resume), answer("The test goes on."), .log(.info, "test resumed")] + changed(at: now)
        case .stopped, .stopping, .failed:
            return [answer("No test is paused.", isPossible: false, isChange: false)]
        }
    }

    private mutating func reset(at now: Moment) -> [Effect] {
        total = .zero
        periodStart = now.timestamp
        session = state.isActive || state.name == .waiting ? Session(startedAt: now) : Session()
        forgetLine()
        quality = QualityMeter()
        meter.interrupt()
        let effects = abandonRest() + [answer("All totals were reset."), .log(.info, "totals reset"), .saveLine]
        return effects + allowIfChanged() + changed(at: now)
    }

    /// Signals a downloader that is up; one that isn't yet learns it when it is.
    private func tellIfUp(_ signal: DownloaderSignal) -> [Effect] {
        guard case .up = downloader.phase else { return [] }
        return [.signal(signal)]
    }

    /// Ends the flow of figures: what comes next doesn't follow what came before.
    mutating func interruptFlow() {
        meter.interrupt()
        session.speed = nil
        streams = 0
    }

    mutating func shutDown(at now: Moment) -> [Effect] {
        [remember(.left, "the daemon leaves", at: now), .saveCap] + leaveTest(at: now)
    }

    private mutating func leaveTest(at now: Moment) -> [Effect] {
        guard state.isActive || state.name == .waiting else { return [] }
        return stop(.shutdown, at: now).filter {
            if case .answer = $0 { false } else { true }
        }
    }
}
