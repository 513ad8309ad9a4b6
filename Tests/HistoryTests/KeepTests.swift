import DatacapCore
import History
import Testing

@Suite struct KeepTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore
    private let end = Made.start + .seconds(86_400)

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    @Test func `every kind of record comes back as it was`() throws {
        try store.keep([
            .sample(Made.sample(1, flaws: [.processor, .server], roundTrip: .microseconds(777))),
            .sample(Made.sample(2)),
            .session(Made.session), .test(Made.test), .incident(Made.incident()), .event(Made.event),
        ])
        let runs = try store.samples(from: Made.start, to: end)
        #expect(
            runs.flatMap(\.rows).map(\.sample) == [
                Made.sample(1, flaws: [.processor, .server], roundTrip: .microseconds(777)), Made.sample(2),
            ]
        )
        #expect(try store.sessions(from: Made.start, to: end, limit: 5) == [Made.session])
        #expect(try store.tests(from: Made.start, to: end, limit: 5) == [Made.test])
        #expect(try store.incidents(from: Made.start, to: end, limit: 5).map(\.record) == [Made.incident()])
        #expect(try store.incident(1)?.record == Made.incident())
        #expect(try store.incident(2) == nil)
        #expect(try store.events(from: Made.start, to: end, limit: 5) == [Made.event])
    }

    @Test func `the latest word on a session or an incident counts, and numbers stay`() throws {
        var session = Made.session
        session.ended = nil
        try store.keep([.session(session), .incident(Made.incident()), .incident(Made.incident(500))])
        try store.keep([.session(Made.session), .incident(Made.incident(lasting: .seconds(40)))])
        #expect(try store.sessions(from: Made.start, to: end, limit: 5) == [Made.session])
        let incidents = try store.incidents(from: Made.start, to: end, limit: 5)
        #expect(incidents.map(\.number) == [2, 1])
        #expect(incidents.map(\.record) == [Made.incident(500), Made.incident(lasting: .seconds(40))])
    }

    @Test func `what lasts is found at any time of it`() throws {
        var session = Made.session
        session.ended = nil
        try store.keep([
            .session(session), .incident(Made.incident()), .incident(Made.incident(30, lasting: .seconds(9))),
        ])
        let later = Made.start + .seconds(4_000)
        #expect(try store.sessions(from: later, to: end, limit: 5) == [session])
        #expect(try store.incidents(from: later, to: end, limit: 5).map(\.record) == [Made.incident()])
        #expect(try store.sessions(from: Made.start + .seconds(-9), to: Made.start, limit: 5).isEmpty)
    }

    @Test func `a limit leaves the oldest out`() throws {
        for second in 0..<9 {
            try store.note("note \(second)", at: Made.start + .seconds(second))
        }
        let texts = try store.events(from: Made.start, to: end, limit: 2).map(\.text)
        #expect(texts == ["note 8", "note 7"])
    }

    @Test func `all of it is kept or nothing`() throws {
        // A speed that isn't a number can't stand in the table.
        var test = Made.test
        test.rate = RateInterval(rate: .init(bitsPerSecond: .nan), low: .zero, high: .zero)
        let incident = IncidentRecord(
            began: Made.start,
            noticed: Made.start,
            kind: "throttled",
            accuses: true,
            sentence: "",
            before: nil,
            after: nil,
            confidence: .nan
        )
        #expect(throws: HistoryError.self) { try store.keep([.sample(Made.sample(0)), .incident(incident)]) }
        #expect(try store.chainHead() == nil)
        #expect(try store.series(from: Made.start, to: end, points: 10).points.isEmpty)
    }
}
