/// Something to be remembered.
package enum HistoryRecord: Hashable, Sendable {
    /// A figure of the speed.
    case sample(SampleRecord)
    /// A session that began, or what became of it; the latest of equal `began` counts.
    case session(SessionRecord)
    /// A test that ended.
    case test(TestRecord)
    /// An incident that began, or what became of it; the latest of equal `noticed` counts.
    case incident(IncidentRecord)
    /// Something else that happened.
    case event(EventRecord)
}

/// The speed over one update interval.
package struct SampleRecord: Hashable, Sendable {
    /// When the interval ended.
    package var time: Timestamp
    /// How long it was, set-up and slow start left out where that can be told.
    package var duration: Duration
    /// The payload that came in it.
    package var amount: ByteCount
    /// The round-trip time under load.
    package var roundTrip: Duration?
    /// Why it says nothing of the line.
    package var flaws: Flaws

    /// Makes a sample.
    package init(
        time: Timestamp,
        duration: Duration,
        amount: ByteCount,
        roundTrip: Duration? = nil,
        flaws: Flaws = []
    ) {
        self.time = time
        self.duration = duration
        self.amount = amount
        self.roundTrip = roundTrip
        self.flaws = flaws
    }

    /// The speed.
    package var rate: BitRate { BitRate(amount, over: duration) }
}

/// From a start of the test to its stop.
package struct SessionRecord: Hashable, Sendable {
    /// When it was started; no two sessions start in the same millisecond.
    package var began: Timestamp
    /// When it ended; `nil` while it runs.
    package var ended: Timestamp?
    /// `continuous` or `scheduled`.
    package var mode: String
    /// The payload so far.
    package var amount: ByteCount
    /// Why it ended, as a person reads it.
    package var reason: String?

    /// Makes a session.
    package init(
        began: Timestamp,
        ended: Timestamp? = nil,
        mode: String,
        amount: ByteCount = .zero,
        reason: String? = nil
    ) {
        self.began = began
        self.ended = ended
        self.mode = mode
        self.amount = amount
        self.reason = reason
    }
}

/// One test of the scheduled mode.
package struct TestRecord: Hashable, Sendable {
    /// How much of a test it was.
    package enum Kind: String, CaseIterable, Sendable {
        /// As the schedule wants it.
        case full
        /// With less data than that, because the budget has no more.
        case short
        /// The smallest that tells anything.
        case probe
        /// Only the round trip was measured.
        case latency
    }

    /// Why it ended.
    package enum End: String, CaseIterable, Sendable {
        /// The rate was known well enough.
        case precision
        /// It had used its data.
        case amount
        /// It had used its time.
        case time
        /// Nothing came.
        case failure
        /// It was stopped or paused.
        case stopped
    }

    /// When it began; no two tests begin in the same millisecond.
    package var began: Timestamp
    /// When it ended.
    package var ended: Timestamp
    /// How much of a test it was.
    package var kind: Kind
    /// Why it ended.
    package var end: End
    /// The steady rate with its interval; `nil` if it wasn't measured.
    package var rate: RateInterval?
    /// The payload that it took.
    package var amount: ByteCount
    /// What came in on the interface meanwhile, others' traffic included; `nil` where there is no telling.
    package var interfaceAmount: ByteCount?
    /// The round-trip time of a connection's set-up, when the line is idle.
    package var connect: Duration?
    /// The round-trip time under load.
    package var roundTrip: Duration?
    /// Why it says nothing of the line.
    package var flaws: Flaws

    /// Makes a test.
    package init(
        began: Timestamp,
        ended: Timestamp,
        kind: Kind,
        end: End,
        rate: RateInterval?,
        amount: ByteCount,
        interfaceAmount: ByteCount? = nil,
        connect: Duration? = nil,
        roundTrip: Duration? = nil,
        flaws: Flaws = []
    ) {
        self.began = began
        self.ended = ended
        self.kind = kind
        self.end = end
        self.rate = rate
        self.amount = amount
        self.interfaceAmount = interfaceAmount
        self.connect = connect
        self.roundTrip = roundTrip
        self.flaws = flaws
    }
}

/// Something that the detector said of the line, from its beginning to its end.
package struct IncidentRecord: Hashable, Sendable {
    /// When it began: the change point.
    package var began: Timestamp
    /// When the evidence was enough; no two incidents are noticed in the same millisecond.
    package var noticed: Timestamp
    /// When it was over; `nil` while it lasts.
    package var ended: Timestamp?
    /// What it is, by the name of its kind.
    package var kind: String
    /// Whether it accuses the provider.
    package var accuses: Bool
    /// What a person reads.
    package var sentence: String
    /// What the line gave before.
    package var before: RateInterval?
    /// What it gave since.
    package var after: RateInterval?
    /// How sure the detector was, 0–1.
    package var confidence: Double
    /// What the cycle had used of the cap when it began, as far as that is known.
    package var cycleUsage: ByteCount?

    /// Makes an incident.
    package init(
        began: Timestamp,
        noticed: Timestamp,
        ended: Timestamp? = nil,
        kind: String,
        accuses: Bool,
        sentence: String,
        before: RateInterval?,
        after: RateInterval?,
        confidence: Double,
        cycleUsage: ByteCount? = nil
    ) {
        self.began = began
        self.noticed = noticed
        self.ended = ended
        self.kind = kind
        self.accuses = accuses
        self.sentence = sentence
        self.before = before
        self.after = after
        self.confidence = confidence
        self.cycleUsage = cycleUsage
    }
}

/// Something that happened and explains figures.
package struct EventRecord: Hashable, Sendable {
    /// What happened.
    package enum Kind: String, CaseIterable, Sendable {
        /// The daemon started.
        case started
        /// The daemon left.
        case left
        /// The configuration was changed.
        case configuration
        /// The line has another external address.
        case address
        /// A test was left out, or was a smaller one, and why.
        case budget
        /// A test was left out for another reason.
        case skipped
        /// A test was made as a second witness, and what it said.
        case witness
        /// A counter of the whole line was reset, went away or came back.
        case counter
        /// The wall clock jumped.
        case clock
        /// Somebody noted something.
        case note
    }

    /// When.
    package var time: Timestamp
    /// What.
    package var kind: Kind
    /// As a person reads it.
    package var text: String

    /// Makes an event.
    package init(time: Timestamp, kind: Kind, text: String) {
        self.time = time
        self.kind = kind
        self.text = text
    }
}
