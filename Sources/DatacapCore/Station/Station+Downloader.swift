extension Station {
    mutating func take(_ event: FetchEvent, at now: Moment) -> [Effect] {
        switch event {
        case .started(let processID, _): return started(processID, at: now)
        case .sample(let sample): return take(sample, at: now)
        case .transfer(let url, let outcome):
            targets.change(ledger(of: url)) { $0.finish() }
            quality.add(outcome)
            return plan(.transfer(outcome), at: now)
        case .failure(let url, let reason, let detail, let rest, _):
            let error = TargetError(time: now.timestamp, reason: reason, detail: detail)
            targets.change(ledger(of: url)) { $0.fail(error, rest: rest) }
            let name = url < orderTargets.count ? targets.ledgers[orderTargets[url]].label : "?"
            validity.add(reason)
            return [.log(.warning, "download from \(name) failed (\(reason.rawValue)): \(error.detail)")]
                + plan(.failure(reason), at: now)
        case .paused, .resumed, .finished:
            return []
        }
    }

    private func ledger(of url: Int) -> Int { orderTargets.indices.contains(url) ? orderTargets[url] : -1 }

    private mutating func started(_ processID: Int64, at now: Moment) -> [Effect] {
        downloader.phase = .up(processID: processID, since: now)
        switch state {
        case .starting, .running, .stalled:
            return testEndingSince == nil && !restartsForReload ? allowIfChanged() : [.signal(.terminate)]
        case .paused: return [.signal(.pause)] + allowIfChanged()
        case .waiting, .stopping, .stopped, .failed: return [.signal(.terminate)]
        }
    }

    private mutating func take(_ sample: FetchSample, at now: Moment) -> [Effect] {
        count(sample, at: now)
        var effects: [Effect] = []
        switch state {
        case .starting where sample.total == .zero:
            if allRest { effects = stall(at: now) }
        case .starting, .stalled:
            guard sample.total > .zero else { break }
            state = .running
            effects = changed(at: now)
            effects += measure(sample, at: now)
        case .running:
            effects = measure(sample, at: now)
        case .stopped, .paused, .waiting, .stopping, .failed:
            break
        }
        if case .stalled = state { effects += detect(sample, at: now) }
        if isStoppedByCap, state.isActive {
            effects += stop(.capReached, at: now).filter { if case .answer = $0 { false } else { true } }
            effects.append(.log(.notice, "data cap reached, test stopped"))
        }
        return effects + extendIfLow(at: now) + plan(.sample(sample), at: now) + saveIfDue(at: now)
    }

    /// Counts every byte, whatever the state: what arrived was spent.
    private mutating func count(_ sample: FetchSample, at now: Moment) {
        for (index, bytes) in sample.bytes.enumerated() where bytes > 0 {
            targets.change(ledger(of: index)) { $0.count(ByteCount(bytes)) }
        }
        use.take(sample, at: now.uptime)
        runReceived += sample.total
        streams = sample.streams
        samplesWithoutStreams = sample.streams == 0 && sample.total == .zero ? samplesWithoutStreams + 1 : 0
        spend(sample.total, at: now)
    }

    /// Counts what the tests have cost.
    mutating func spend(_ amount: ByteCount, at now: Moment) {
        guard amount > .zero else { return }
        total += amount
        session.amount += amount
        sessionSpent += amount
        account.spend(amount)
        spentSinceStanding += amount
        lastData = now.timestamp
        dataDueSince = now.uptime
        isUnsaved = true
    }

    private mutating func measure(_ sample: FetchSample, at now: Moment) -> [Effect] {
        counters.active += sample.interval
        if verdict.accusation != nil { counters.throttled += sample.interval }
        quality.add(sample)
        validity.add(sample)
        let news = detect(sample, at: now)
        if sample.total > .zero { counters.countSpeed(BitRate(sample.total, over: sample.interval)) }
        switch meter.add(sample) {
        case .pending:
            let isSilent = allRest || meter.silence >= SpeedMeter.stallLimit
            return news + (isSilent && rest?.isResting != true ? stall(at: now) : [])
        case .ramping: return news + publish(at: now)
        case .figure(let figure): return news + take(figure, at: now)
        }
    }

    /// Whether no transfer runs, and not just for the moment between two of them: every URL rests.
    private var allRest: Bool { samplesWithoutStreams >= 2 }

    private mutating func take(_ figure: SpeedFigure, at now: Moment) -> [Effect] {
        let flaws = validity.flaws(targetRates: figure.targetRates)
        validity = TestValidity()
        if planner == nil {
            // What says nothing of the line is shown and kept, and stays out of what is made of the rest.
            if flaws.isEmpty {
                firstFigures.take(figure)
                testFigures.take(figure, at: now.timestamp)
            }
            session.add(figure, total: total, isValid: flaws.isEmpty, at: now.timestamp)
        } else {
            session.speed = figure.rate
        }
        session.isSpeedValid = flaws.isEmpty
        if planner == nil {
            takeCapPoint(figure.rate, amount: figure.amount, isFlawed: !flaws.isEmpty, at: now)
        }
        for (index, rate) in figure.targetRates.enumerated() {
            targets.change(ledger(of: index)) { $0.rate = rate }
        }
        return [keepSample(figure, flaws, at: now)] + changed(at: now) + (planner == nil ? judgeTest(at: now) : [])
    }

    private mutating func stall(at now: Moment) -> [Effect] {
        state = .stalled(since: now.uptime)
        interruptFlow()
        return [.log(.warning, "no data comes; the test is stalled")] + closeRest(nil, at: now) + changed(at: now)
    }

    mutating func downloaderExited(_ exit: DownloaderExit, at now: Moment) -> [Effect] {
        counters.endedDownloaderCPU += system.downloader?.cpu ?? .zero
        system.downloader = nil
        count(exit)
        rest = nil
        interruptFlow()
        switch state {
        case .stopping(_, let reason):
            downloader.phase = .absent
            state = .stopped(reason)
            session.end(at: now.uptime)
            let last = plan(.ended, at: now)
            planner = nil
            testWitness = nil
            return last + settle(at: now) + [.log(.info, "test stopped"), .saveLine, keepSession(at: now)]
                + changed(at: now) + startIfWanted(at: now)
        case .stopped, .waiting, .failed:
            downloader.phase = .absent
            return settle(at: now)
        case .starting, .running, .paused, .stalled:
            if planner != nil { return testExited(at: now) }
            if isSpent(exit) { return runSpent(at: now) }
            return relaunch(after: exit, at: now)
        }
    }

    private mutating func count(_ exit: DownloaderExit) {
        let isRequested =
            switch state {
            case .stopping: true
            case .starting, .running, .paused, .stalled: restartsForReload || isSpent(exit) || planner != nil
            case .stopped, .waiting, .failed: false
            }
        let reason: ExitReason =
            switch exit {
            case .code, .notStarted: isRequested ? .requested : .code
            case .signal: killed ? .timeout : isRequested ? .requested : .signal
            }
        counters.exits[reason, default: 0] += 1
    }

    private mutating func relaunch(after exit: DownloaderExit, at now: Moment) -> [Effect] {
        if state != .paused { state = .starting(since: now.uptime) }
        if restartsForReload {
            restartsForReload = false
            // A paused one asks when it goes on.
            let isLimitNew = budget.isLimited && !account.isReserved
            if isLimitNew { downloader.phase = .absent }
            let run = isLimitNew ? (state == .paused ? [] : beginRun(at: now)) : [launch(after: .zero)]
            return run + changed(at: now)
        }
        let (delay, crashes) = downloader.crash(at: now)
        if case .notStarted(let reason) = exit, crashes >= DownloaderState.launchAttempts {
            downloader.phase = .absent
            state = .failed("the downloader can't be started: \(reason)")
            session.end(at: now.uptime)
            return settle(at: now) + [.log(.error, "the downloader can't be started: \(reason)"), keepSession(at: now)]
                + changed(at: now)
        }
        return [
            .log(.warning, "the downloader ended (\(exit)); next start in \(delay.seconds) s"), launch(after: delay),
        ]
            + changed(at: now)
    }
}
