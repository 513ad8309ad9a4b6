extension TestPlanner {
    /// What a shortage is about: one that lasts is noted once.
    enum ShortageKind: Hashable, Sendable {
        case limit(Budget.Limit, TestRecord.Kind?)
        case pace
    }

    mutating func tick(_ line: LineOutlook, at now: Moment) -> [Output] {
        outlook = line
        var outputs: [Output] = []
        if let until = pause?.until, until <= now.timestamp { outputs = endPause(at: now) }
        // A clock that was set back would leave the next test far away.
        let wasSetBack = lastTick.map { now.timestamp < $0 } ?? true
        lastTick = now.timestamp
        switch state {
        case .waiting(let next):
            if wasSetBack { rest(at: now) }
            guard pause == nil, !wasSetBack, let next, next <= now.timestamp else { break }
            // After a suspend the due time may lie hours back, and now be in quiet hours.
            if isQuiet(at: now) {
                rest(at: now)
            } else {
                outputs += ask(line, isAsked: false, at: now)
            }
        case .asking(let question):
            guard now.uptime - question.since > Self.answerLimit else { break }
            outputs += skip("the budget's ledger didn't answer", at: now)
        case .running(var test):
            if test.isOverdue(at: now), test.end(.time) { outputs.append(.end) }
            state = .running(test)
        }
        return outputs
    }

    func isQuiet(at now: Moment) -> Bool {
        settings.quietHours.contains { $0.contains(zone.local(now.timestamp)) }
    }

    /// Asks for the bytes of a test that is due, or of a witness.
    mutating func ask(_ line: LineOutlook, isAsked: Bool, for witness: Witness? = nil, at now: Moment) -> [Output] {
        if !isAsked, let obstacle = settings.conditions.obstacle(line) { return skip(obstacle, at: now) }
        var question = Question(since: now.uptime, witness: witness)
        if !isAsked, let left = line.cycleLeft {
            let next = CyclePace.next(
                after: lastTest,
                cost: cost.greatest(within: left),
                left: left,
                in: line.cycle,
                at: now.timestamp
            )
            if next > now.timestamp { question.pacedUntil = next }
        }
        state = .asking(question)
        let most = min(cost.most, mostWanted(question) ?? cost.most) + margin(question)
        return [.reserve(wanted: question.pacedUntil == nil ? most : TestCost.latency, least: TestCost.latency)]
    }

    /// What a run may take beyond its limit.
    private func margin(_ question: Question) -> ByteCount {
        ByteCount(TestOrder.overshoot.bytes * Int64(question.witness?.streams ?? streams))
    }

    /// What a full test may take at most; `nil` for any amount.
    private func mostWanted(_ question: Question) -> ByteCount? {
        [settings.most, question.witness?.most].compactMap(\.self).min()
    }

    mutating func granted(_ amount: ByteCount, limit: Budget.Limit?, at now: Moment) -> [Output] {
        // A late answer to an earlier question must not take away what this test has.
        if case .running = state { return [] }
        guard case .asking(let question) = state else { return [.release] }
        if let until = question.pacedUntil {
            let size = TestSize(cost: cost, allowance: Budget.Allowance(amount: TestCost.latency, limit: .cycle))
            return note(pacedUntil: until, at: now) + begin(size, for: question, at: now)
        }
        let room = max(amount - margin(question), min(amount, TestCost.latency))
        let allowance = limit.map { Budget.Allowance(amount: room, limit: $0) }
        let size = TestSize(cost: cost, allowance: allowance, wanted: mostWanted(question))
        guard size.kind != nil else { return [.release] + shrink(to: size, left: amount, at: now) }
        return note(size, left: amount, at: now) + begin(size, for: question, at: now)
    }

    private mutating func begin(_ size: TestSize, for question: Question, at now: Moment) -> [Output] {
        guard let kind = size.kind else { return [] }
        let order = TestOrder(
            kind: kind,
            maximum: size.maximum,
            longest: settings.longest,
            precision_percent: size.precision_percent(full: settings.precision_percent),
            witnessStreams: question.witness?.streams
        )
        state = .running(RunningTest(order: order, at: now))
        return [.begin(order)]
    }

    /// Makes no test, since the budget has no room for one.
    mutating func shrink(to size: TestSize, left: ByteCount, at now: Moment) -> [Output] {
        rest(at: now)
        var none = size
        none.kind = nil
        return note(none, left: left, at: now)
    }

    /// Makes no test this time, for a reason that isn't the budget.
    mutating func skip(_ reason: String, at now: Moment) -> [Output] {
        rest(at: now)
        return [.note(EventRecord(time: now.timestamp, kind: .skipped, text: "No test: \(reason)."))]
    }

    private mutating func note(_ size: TestSize, left: ByteCount, at now: Moment) -> [Output] {
        guard let outlook, let limit = size.limit else { return note(nil, nil, at: now) }
        let ends = LimitEnds(at: now.timestamp, cycle: outlook.cycle, in: zone)
        return note(.limit(limit, size.kind), size.reason(left: left, cost: cost, ends: ends), at: now)
    }

    private mutating func note(pacedUntil until: Timestamp, at now: Moment) -> [Output] {
        let left = outlook?.cycleLeft ?? .zero
        let text =
            "budget.cycle_gb has \(left.plain) left for the rest of the cycle and a full test takes about "
            + "\(cost.full.plain): only the round trip is measured until \(zone.local(until).minuteText)"
        return note(.pace, text, at: now)
    }

    private mutating func note(_ kind: ShortageKind?, _ text: String?, at now: Moment) -> [Output] {
        shortage = text
        defer { notedShortage = kind }
        guard let kind, let text, kind != notedShortage else { return [] }
        // Between two full tests the pace has its way again and again: that is how it works, and not news.
        if kind == .pace, pacedBefore { return [] }
        if kind == .pace { pacedBefore = true }
        return [.note(EventRecord(time: now.timestamp, kind: .budget, text: "\(text)."))]
    }

    /// Notes that somebody ends the run: its test has not failed, but was stopped.
    mutating func interrupt() {
        guard case .running(var test) = state else { return }
        _ = test.end(.stopped)
        state = .running(test)
    }

    mutating func begin(_ pause: Pause, at now: Moment) -> [Output] {
        self.pause = pause
        let end = pause.until.map { " until \(zone.local($0).minuteText)" } ?? ""
        let news = Output.note(EventRecord(time: now.timestamp, kind: .skipped, text: "Tests are paused\(end)."))
        switch state {
        case .waiting: return [news]
        case .asking:
            rest(at: now)
            return [news]
        case .running(var test):
            let isNew = test.end(.stopped)
            state = .running(test)
            return isNew ? [.end, news] : [news]
        }
    }

    mutating func endPause(at now: Moment) -> [Output] {
        guard pause != nil else { return [] }
        pause = nil
        if case .waiting = state { rest(at: now) }
        return [.note(EventRecord(time: now.timestamp, kind: .skipped, text: "Tests go on after the pause."))]
    }
}

extension LocalTime {
    /// Day and time to the minute, such as `2026-11-24 00:00`.
    var minuteText: String { "\(date) \(hour.padded(2)):\(minute.padded(2))" }
}
