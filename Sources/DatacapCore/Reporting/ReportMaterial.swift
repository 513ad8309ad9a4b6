/// All that a report is made of, as values: whoever has them makes the same report again.
package struct ReportMaterial: Hashable, Sendable {
    /// What it is about.
    package var subject: ReportSubject
    /// The span that it looks at.
    package var window: ReportWindow
    /// When it was made.
    package var made: Timestamp
    /// The zone that its times are told in.
    package var zone: ZoneRules
    /// Which line was measured, from where.
    package var line: ReportLine
    /// How it was measured.
    package var method: ReportMethod
    /// The plan as a person reads it; `nil` without one.
    package var plan: ReportPlan?
    /// What the cycle has carried.
    package var usage = ReportUsage()
    /// The raw samples of the window with their hashes, oldest first; several runs where rows between are gone.
    package var runs: [SampleRun] = []
    /// How many raw samples the window has if they are too many for ``runs``, which is empty then; else zero.
    package var leftOut = 0
    /// The speed over the cycle: for the charts, and in place of samples that aren't kept any more.
    package var speeds = SpeedSeries(width: .zero, points: [])
    /// How many samples the window has; `nil` where ``runs`` holds all of them.
    package var counts: SampleCounts?
    /// What second witnesses said of the incident.
    package var probes: [LineProbe] = []
    /// What the cap finder says, in sentences.
    package var findings: [String] = []
    /// The tests of the window.
    package var tests: [TestRecord] = []
    /// The sessions of the window.
    package var sessions: [SessionRecord] = []
    /// The incidents of the window besides the subject.
    package var incidents: [IncidentRecord] = []
    /// What else happened in the window.
    package var events: [EventRecord] = []

    /// Makes the material of a report that has nothing to show yet.
    ///
    /// - Parameters:
    ///   - subject: What it is about.
    ///   - zone: The zone that its times are told in.
    ///   - line: Which line was measured.
    ///   - method: How it was measured.
    ///   - now: When it is made.
    package init(_ subject: ReportSubject, zone: ZoneRules, line: ReportLine, method: ReportMethod, at now: Timestamp) {
        self.subject = subject
        window = subject.window(at: now)
        made = now
        self.zone = zone
        self.line = line
        self.method = method
    }

    /// The runs that have rows.
    var filledRuns: [SampleRun] { runs.filter { !$0.rows.isEmpty } }
    /// Every raw sample.
    var samples: [SampleRecord] { runs.flatMap { $0.rows.map(\.sample) } }
}

/// What one cycle has carried.
package struct ReportUsage: Hashable, Sendable {
    /// The cycle; `nil` without a plan.
    package var cycle: BillingCycle?
    /// What the plan counts of it so far; `nil` if nobody knows.
    package var counted: ByteCount?
    /// What the whole line carried in the cycle, oldest first; empty if nobody knows.
    package var line: [UsageSlot] = []
    /// What the tests carried in it, oldest first.
    package var tests: [UsageSlot] = []

    /// Makes the usage of which nothing is known.
    package init() {}

    /// What volumes are told by: the whole line where it is known, else the tests.
    var ledger: (slots: [UsageSlot], name: String) {
        line.isEmpty ? (tests, "the tests have") : (line, "the whole line has")
    }
}
