/// A test while it runs: takes what the downloader tells and says when enough is known.
package struct RunningTest: Sendable {
    /// A run may last so much longer than its limit before it is ended from outside.
    private static let patience = Duration.seconds(3)
    /// A run that ended so shortly before its limit has used its time.
    private static let tolerance = Duration.milliseconds(300)

    /// What was ordered.
    package let order: TestOrder
    /// When it began.
    package let began: Moment
    /// Why it was told to end; `nil` while it wasn't.
    package private(set) var ending: TestRecord.End?
    /// The rate so far.
    package private(set) var rate: SteadyRate
    /// The payload so far.
    package private(set) var amount = ByteCount.zero
    private var interfaceAmount: ByteCount? = .zero
    private var connect: Duration?
    private var roundTrips = OrderStatistics(capacity: 64)
    private var validity = TestValidity()

    /// Begins a test.
    package init(order: TestOrder, at now: Moment) {
        self.order = order
        began = now
        rate = SteadyRate(wanted_percent: order.precision_percent)
    }

    /// Takes a sample in.
    ///
    /// - Returns: Whether the run is to be ended now.
    package mutating func add(_ sample: FetchSample) -> Bool {
        amount += sample.total
        interfaceAmount = sample.machine.interfaceBytes.flatMap { bytes in interfaceAmount.map { $0 + ByteCount(bytes) }
        }
        connect = [connect, sample.connect].compactMap(\.self).min()
        if let roundTrip = sample.roundTrip { roundTrips.append(roundTrip.seconds) }
        validity.add(sample)
        rate.add(sample)
        let isKnown = order.kind == .latency ? connect != nil : rate.isPrecise
        return isKnown && end(.precision)
    }

    /// Takes a transfer in that ended well.
    mutating func add(_ outcome: TransferOutcome) {
        guard outcome.connect > .zero, outcome.connect > outcome.resolve else { return }
        connect = min(connect ?? .seconds(3_600), outcome.connect - outcome.resolve)
    }

    /// Takes a failed transfer in.
    mutating func add(_ reason: FailureReason) { validity.add(reason) }

    /// Whether the run has outlived its limit.
    func isOverdue(at now: Moment) -> Bool { now.uptime - began.uptime > order.longest + Self.patience }

    /// Has the run ended for a reason.
    ///
    /// - Returns: Whether it wasn't told to end already.
    mutating func end(_ reason: TestRecord.End) -> Bool {
        guard ending == nil else { return false }
        ending = reason
        return true
    }

    /// What the test came to, its run being over.
    package func result(at now: Moment) -> TestResult {
        var roundTrips = roundTrips
        let elapsed = now.uptime - began.uptime
        let end: TestRecord.End =
            if let ending {
                ending
            } else if amount == .zero && !(order.kind == .latency && connect != nil) {
                .failure
            } else if amount >= order.maximum || order.kind == .latency {
                .amount
            } else if elapsed >= order.longest - Self.tolerance {
                .time
            } else {
                .failure
            }
        let median = roundTrips.median()
        let record = TestRecord(
            began: began.timestamp,
            ended: max(began.timestamp, now.timestamp),
            kind: order.kind,
            end: end,
            rate: order.kind == .latency ? nil : rate.interval,
            amount: amount,
            interfaceAmount: interfaceAmount,
            connect: connect,
            roundTrip: median > 0 ? .seconds(median) : nil,
            flaws: validity.flaws(targetRates: rate.targetRates)
        )
        return TestResult(record: record, targetRates: rate.targetRates, isWitness: order.witnessStreams != nil)
    }
}

/// What a test came to.
package struct TestResult: Hashable, Sendable {
    /// What is remembered of it.
    package var record: TestRecord
    /// What each URL of the order gave.
    package var targetRates: [BitRate]

    /// Whether it was a second witness and no test of the schedule.
    package var isWitness: Bool

    /// Joins the figures.
    package init(record: TestRecord, targetRates: [BitRate] = [], isWitness: Bool = false) {
        self.record = record
        self.targetRates = targetRates
        self.isWitness = isWitness
    }

    /// What the detector is shown of it; `nil` for what says nothing of the line.
    ///
    /// A test to which nothing came counts as one of no speed, since two of those are an outage, unless a server said
    /// why it gave nothing.
    /// - Parameter cycleUsage: What the cycle had cost by then.
    /// - Returns: The steady rate with what else is known.
    package func sample(cycleUsage: ByteCount?) -> LineSample? {
        guard record.flaws.isEmpty, record.kind == .full || record.kind == .short, record.end != .stopped else {
            return nil
        }
        let isOutage = record.end == .failure && record.amount == .zero
        guard let rate = record.rate?.rate ?? (isOutage ? .zero : nil) else { return nil }
        let source = targetRates.count > 1 ? LineSample.Source.targets([]) : .target(0)
        return LineSample(rate: rate, source: source, cycleUsage: cycleUsage, roundTrip: record.roundTrip)
    }
}
