extension Station {
    /// What is reserved at a time lasts so long at the line's speed.
    private static let sliceTime = Duration.seconds(10)
    /// The least that is reserved at a time.
    static let smallestSlice = ByteCount(16_000_000)
    /// The most that is reserved at a time for a line whose speed isn't known.
    private static let largestBlindSlice = ByteCount(1_000_000_000)
    /// With less than that no transfer can begin: a receive buffer for each stream.
    private static let receiveBuffer = ByteCount(16_384)
    /// How soon the ledger is asked again when it couldn't be written.
    private static let retryTime = Duration.seconds(5)

    /// The limits in force, the plan's cap among them.
    var budget: Budget { configuration.budget }

    /// Begins to download: at once, or when the ledger has granted something.
    mutating func beginRun(at now: Moment) -> [Effect] {
        guard budget.isLimited else { return [launch(after: .zero)] }
        downloader.phase = .absent
        return ask(at: now)
    }

    private mutating func ask(at now: Moment) -> [Effect] {
        ask(wanted: slice, least: ByteCount(Self.receiveBuffer.bytes * Int64(configuration.streams)), at: now)
    }

    /// Asks the ledger for an amount.
    mutating func ask(wanted: ByteCount, least: ByteCount, at now: Moment) -> [Effect] {
        account.ask()
        let wish = BudgetWish(
            wanted: wanted,
            least: least,
            budget: budget,
            windows: budgetWindows(at: now)
        )
        return [.reserve(wish, at: now.timestamp)]
    }

    private var slice: ByteCount {
        let rate = session.speed ?? baseline ?? .zero
        return max(leastSlice, ByteCount(Int64(rate.bytesPerSecond * Self.sliceTime.seconds)))
    }

    /// Since when the limits count.
    func budgetWindows(at now: Moment) -> BudgetWindows {
        let zone = configuration.zone
        let local = zone.local(now.timestamp)
        return BudgetWindows(
            session: sessionStart ?? now.timestamp,
            hour: zone.time(local.date, hour: local.hour, minute: 0),
            day: zone.startOfDay(local.date),
            cycle: configuration.accountingPlan.cycle(at: now.timestamp).start
        )
    }

    /// When a limit that is reached begins to count anew; `nil` for never.
    private func end(of limit: Budget.Limit, at now: Moment) -> Timestamp? {
        let cycle = configuration.accountingPlan.cycle(at: now.timestamp)
        let ends = LimitEnds(at: now.timestamp, cycle: cycle, in: configuration.zone)
        return switch limit {
        case .hour: ends.hour
        case .day: ends.day
        case .cycle, .reserve, .cap: ends.cycle
        case .session: nil
        }
    }

    /// Takes the ledger's answer to a request.
    mutating func take(_ answer: BudgetAnswer, at now: Moment) -> [Effect] {
        account.take(answer)
        if planner != nil { return plan(TestPlanner.Input(answer), at: now) }
        let isWaitingToBegin = state.isActive && downloader.phase == .absent
        switch answer {
        case .granted:
            lastWait = nil
            guard state.isActive else { return settle(at: now) }
            return isWaitingToBegin ? [launch(after: .zero)] : allowIfChanged()
        case .refused(let allowance):
            return isWaitingToBegin ? yield(to: allowance.limit, at: now) : []
        case .failed(let reason):
            askFailure = now.uptime
            let text = "the ledger can't be written, so nothing may be spent: \(reason)"
            guard isWaitingToBegin else { return [.log(.error, text)] }
            return wait(until: now.timestamp + Self.retryTime, because: text, at: now)
        }
    }

    /// Stops for a limit, or waits until there is something again.
    mutating func yield(to limit: Budget.Limit, at now: Moment) -> [Effect] {
        switch limit {
        case .session: return endRun(.budgetUsed, at: now)
        case .cap: return endRun(.capReached, at: now)
        case .hour, .day, .cycle, .reserve:
            guard let end = end(of: limit, at: now) else { return endRun(.budgetUsed, at: now) }
            return wait(until: end, because: limit.sentence, at: now)
        }
    }

    private mutating func wait(until time: Timestamp, because reason: String, at now: Moment) -> [Effect] {
        let effects = settle(at: now)
        // Who paused the test wants it to stay so; it asks again when it goes on.
        guard state != .paused else { return effects }
        state = .waiting(until: time, reason)
        interruptFlow()
        let news = lastWait == reason ? [] : [remember(.budget, reason, at: now)]
        lastWait = reason
        return effects + [.log(.notice, "the test waits until \(time.rfc3339): \(reason)")] + news + changed(at: now)
    }

    /// Goes on when what was waited for has come.
    mutating func endWait(at now: Moment) -> [Effect] {
        guard planner == nil, case .waiting(let time?, _) = state, time <= now.timestamp else { return [] }
        return leaveWait(at: now)
    }

    private mutating func leaveWait(at now: Moment) -> [Effect] {
        state = .starting(since: now.uptime)
        dataDueSince = now.uptime
        return beginRun(at: now) + changed(at: now)
    }

    private mutating func endRun(_ reason: TestState.StopReason, at now: Moment) -> [Effect] {
        let effects = settle(at: now)
        state = .stopped(reason)
        session.end(at: now.uptime)
        return effects + [.log(.notice, "\(reason.sentence), test stopped"), .saveLine, keepSession(at: now)]
            + changed(at: now)
    }

    /// Asks for more when half of a slice is used up.
    mutating func extendIfLow(at now: Moment) -> [Effect] {
        guard planner == nil, account.isLow(slice: slice), askFailure.map({ now.uptime - $0 >= Self.retryTime }) ?? true
        else { return [] }
        return ask(at: now)
    }

    /// Takes up the budget of a reload: a wait may be over, and a run that nothing limited may have to ask now.
    mutating func rebudget(from old: Configuration, at now: Moment) -> [Effect] {
        let isSame = budget == old.budget && configuration.accountingPlan == old.accountingPlan
        guard !isSame, planner == nil else { return [] }
        account.forgetRefusal()
        askFailure = nil
        switch state {
        case .waiting: return leaveWait(at: now)
        case .starting, .running, .paused, .stalled:
            guard budget.isLimited, !account.isReserved, downloader.phase != .absent else { return [] }
            restartsForReload = true
            return [.signal(.terminate)]
        case .stopped, .stopping, .failed: return []
        }
    }

    /// Tells the ledger what was spent since it was last told.
    mutating func tellLedger(at now: Moment) -> [Effect] {
        let amount = account.takeUntold()
        return amount > .zero ? [.spend(amount, at: now.timestamp)] : []
    }

    /// Tells the ledger everything and gives back what was reserved and not spent.
    mutating func settle(at now: Moment) -> [Effect] {
        let effects = tellLedger(at: now)
        return effects + (account.close() ? [.settle(at: now.timestamp)] : [])
    }

    /// How much payload the present run may take in all; `nil` if nothing limits it.
    var runLimit: ByteCount? {
        var left: [ByteCount] = []
        if let amount = account.left { left.append(amount) }
        if !configuration.hasPlannedCap, configuration.atCap == .stop, let cap = configuration.dataCap {
            left.append(max(.zero, cap - total - account.lent))
        }
        return left.min().map { runReceived + $0 }
    }

    /// Tells a downloader that is up what it may take now, if that has changed.
    mutating func allowIfChanged() -> [Effect] {
        // A single test has a limit of its own, below what was reserved for it.
        guard planner == nil, case .up = downloader.phase, let limit = runLimit, limit != toldLimit else { return [] }
        toldLimit = limit
        return [.signal(.allow(FetchAllowance(maximumBytes: limit.bytes)))]
    }

    /// A downloader ended because it had taken what it may: it waits, stops, or goes on with what there is now.
    mutating func runSpent(at now: Moment) -> [Effect] {
        downloader.phase = .absent
        if isStoppedByCap { return endRun(.capReached, at: now) }
        guard state != .paused else { return settle(at: now) + changed(at: now) }
        state = .starting(since: now.uptime)
        leastSlice = min(Self.largestBlindSlice, ByteCount(leastSlice.bytes * 2))
        // The answer that is awaited decides how it goes on.
        if account.isAsking { return tellLedger(at: now) + changed(at: now) }
        // Whatever the ledger last said: an hour may have ended since, or somebody else given something back.
        return settle(at: now) + beginRun(at: now) + changed(at: now)
    }

    /// Whether a run ended because it had taken what it may, even if it was granted more meanwhile: unasked, only such
    /// a run ends well.
    func isSpent(_ exit: DownloaderExit) -> Bool {
        guard let toldLimit else { return false }
        return runReceived >= toldLimit || (exit == .code(0) && !restartsForReload)
    }
}

extension TestPlanner.Input {
    /// What the ledger said to the planner's question.
    fileprivate init(_ answer: BudgetAnswer) {
        self =
            switch answer {
            case .granted(let amount, let limit): .granted(amount, limit: limit)
            case .refused(let allowance): .refused(allowance)
            case .failed(let reason): .failed(reason)
            }
    }
}

extension Budget.Limit {
    /// What the page says when the limit is reached.
    package var sentence: String {
        switch self {
        case .session: "the budget of this session is used up"
        case .hour: "the budget of this hour is used up"
        case .day: "the budget of today is used up"
        case .cycle: "the budget of this cycle is used up"
        case .reserve: "what is left of the plan is kept in reserve"
        case .cap: "the data cap is used up"
        }
    }
}
