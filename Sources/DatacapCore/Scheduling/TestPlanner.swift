/// The scheduled mode as a value: knows when tests are due, how large each may be, and when it has told enough.
///
/// It begins nothing itself. A due test asks for bytes first (``Output/reserve(wanted:least:)``), begins with what it
/// was granted, and gives back what it came to; the caller reserves, starts and ends the downloader, and settles.
package struct TestPlanner: Sendable {
    /// What it must be told.
    package enum Input: Sendable {
        /// Time has passed; once a second or so, with what is known of the line.
        case tick(LineOutlook)
        /// So much was reserved, less than wanted if `limit` says so.
        case granted(ByteCount, limit: Budget.Limit?)
        /// Not even the least was left.
        case refused(Budget.Allowance)
        /// The ledger can't be written.
        case failed(String)
        /// The downloader's sample.
        case sample(FetchSample)
        /// A transfer ended well.
        case transfer(TransferOutcome)
        /// A transfer failed.
        case failure(FailureReason)
        /// The downloader's run is over, however it ended.
        case ended
        /// No tests until then, or until somebody resumes them.
        case pause(until: Timestamp?)
        /// Tests again.
        case resume
        /// A test now, whatever the schedule, the pace and the line say; the budget still counts.
        case runNow
        /// A test now that checks what the others say; nothing is asked for during a pause or in quiet hours.
        case witness(Witness)
    }

    /// A test that is a second witness: by another way than the others, and not one of them.
    package struct Witness: Hashable, Sendable {
        /// The payload that it may take.
        package var most: ByteCount
        /// How many connections it takes.
        package var streams: Int

        /// Asks for one.
        package init(most: ByteCount, streams: Int) {
            self.most = most
            self.streams = streams
        }
    }

    /// What is to be done.
    package enum Output: Hashable, Sendable {
        /// Reserve bytes; `granted`, `refused` or `failed` answers.
        case reserve(wanted: ByteCount, least: ByteCount)
        /// What was granted isn't used after all.
        case release
        /// Start the downloader.
        case begin(TestOrder)
        /// End the downloader's run; `ended` answers.
        case end
        /// The test is over: settle, remember, show it to the detector.
        case finished(TestResult)
        /// Something to be remembered.
        case note(EventRecord)
    }

    /// What is going on.
    package enum State: Sendable {
        /// Nothing; the next test begins then, or never by itself.
        case waiting(next: Timestamp?)
        /// A test waits for its bytes.
        case asking(Question)
        /// A test runs.
        case running(RunningTest)
    }

    /// What a test waits for.
    package struct Question: Hashable, Sendable {
        /// Since when.
        var since: Duration
        /// Until when the cycle's budget has room for the round trip alone; `nil` if it has for more.
        var pacedUntil: Timestamp?
        /// What it is asked for, if it is no test of the schedule.
        var witness: Witness?
    }

    /// A pause of all tests.
    package struct Pause: Hashable, Sendable {
        /// When it ends by itself; `nil` for never.
        package var until: Timestamp?
    }

    /// How long an answer about bytes may take.
    static let answerLimit = Duration.seconds(30)

    /// When and how tests are made.
    package let settings: ScheduleSettings
    /// How many streams a test has.
    let streams: Int
    let schedule: Schedule
    let zone: ZoneRules
    /// What is going on.
    package internal(set) var state = State.waiting(next: nil)
    /// The pause, if there is one.
    package internal(set) var pause: Pause?
    /// What tests take.
    package internal(set) var cost = TestCost()
    /// When the last test with payload began.
    package internal(set) var lastTest: Timestamp?
    /// Why the latest test was smaller than it should have been, or none; `nil` if it was as it should.
    package internal(set) var shortage: String?
    var outlook: LineOutlook?
    var lastTick: Timestamp?
    var notedShortage: ShortageKind?
    /// Whether the pace has been noted already.
    var pacedBefore = false

    /// Plans tests.
    ///
    /// - Parameters:
    ///   - settings: When and how tests are made.
    ///   - streams: How many streams a test has.
    ///   - zone: The plan's zone.
    ///   - seed: What the random times are made of: one for each machine.
    package init(settings: ScheduleSettings, streams: Int, zone: ZoneRules, seed: UInt64) {
        self.settings = settings
        self.streams = streams
        self.zone = zone
        schedule = settings.schedule(seed: seed)
    }

    /// Learns from an earlier test, such as those of the history after a restart, the oldest first.
    package mutating func learn(_ test: TestRecord) {
        cost.learn(test)
        if test.kind != .latency, test.amount > TestCost.latency { lastTest = max(lastTest ?? test.began, test.began) }
    }

    /// Takes an input in.
    ///
    /// - Returns: What is to be done, in its order.
    package mutating func handle(_ input: Input, at now: Moment) -> [Output] {
        switch input {
        case .tick(let line): return tick(line, at: now)
        case .granted(let amount, let limit): return granted(amount, limit: limit, at: now)
        case .refused(let allowance):
            guard case .asking = state else { return [] }
            return shrink(to: TestSize(cost: cost, allowance: allowance), left: allowance.amount, at: now)
        case .failed(let reason):
            guard case .asking = state else { return [] }
            return skip("the budget's ledger can't be written: \(reason)", at: now)
        case .sample, .transfer, .failure, .ended: return run(input, at: now)
        case .pause(let until): return begin(Pause(until: until), at: now)
        case .resume: return endPause(at: now)
        case .runNow:
            guard case .waiting = state, let outlook else { return [] }
            return ask(outlook, isAsked: true, at: now)
        case .witness(let witness):
            guard case .waiting = state, pause == nil, !isQuiet(at: now), let outlook else { return [] }
            return ask(outlook, isAsked: true, for: witness, at: now)
        }
    }

    private mutating func run(_ input: Input, at now: Moment) -> [Output] {
        guard case .running(var test) = state else { return [] }
        var outputs: [Output] = []
        switch input {
        case .sample(let sample): if test.add(sample) { outputs = [.end] }
        case .transfer(let outcome): test.add(outcome)
        case .failure(let reason): test.add(reason)
        case .ended:
            let result = test.result(at: now)
            if !result.isWitness { learn(result.record) }
            rest(at: now)
            return [.finished(result)]
        case .tick, .granted, .refused, .failed, .pause, .resume, .runNow, .witness: break
        }
        state = .running(test)
        return outputs
    }

    /// Waits for the next due time.
    mutating func rest(at now: Moment) { state = .waiting(next: schedule.next(after: now.timestamp, in: zone)) }
}
