import DatacapCore
import Foundation
import Testing

@testable import History

@Suite struct ExchangeTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore
    private let end = Made.start + .seconds(86_400 * 30)

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    private func fill() throws {
        try store.keep(Made.samples(5_000, seed: 11).map(HistoryRecord.sample))
        try store.keep([
            .session(Made.session), .test(Made.test), .incident(Made.incident()), .event(Made.event),
            .incident(Made.incident(700, lasting: .seconds(9))),
        ])
        try store.note("two\nlines, \"quoted\", and\r\n\n{", at: Made.start + .seconds(9))
        try store.add([UsageSlot(start: Made.start, traffic: Traffic(down: ByteCount(7), up: ByteCount(1)))], to: .line)
        try store.add([UsageSlot(start: Made.start, traffic: Traffic(down: ByteCount(5)))], to: .tests)
    }

    private func export(_ store: HistoryStore, _ format: ExchangeFormat) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try store.export(from: Made.start, to: end, format: format) {
            bytes += $0
            return true
        }
        return bytes
    }

    private func imported(_ text: some Sequence<UInt8>, into store: HistoryStore) throws -> ImportOutcome {
        let path = folder.file("exported")
        try Data(text).write(to: URL(filePath: path))
        return try store.importFile(path)
    }

    @Test(arguments: ExchangeFormat.allCases)
    func `what was exported comes in elsewhere as it was, and only once`(format: ExchangeFormat) throws {
        try fill()
        let text = try export(store, format)
        let other = try HistoryStore(path: folder.file("other.sqlite"))
        let outcome = try imported(text, into: other)
        #expect(outcome.faults.isEmpty)
        #expect(outcome.known == 0 || format == .csv || outcome.known > 0)
        #expect(try export(other, format) == text)
        #expect(
            try other.series(from: Made.start, to: end, points: 9) == store.series(from: Made.start, to: end, points: 9)
        )
        #expect(try other.incident(2) == store.incident(2))
        let twice = try imported(text, into: other)
        #expect(twice.added == 0 && twice.bad == 0 && twice.known == outcome.added + outcome.known)
        #expect(try export(other, format) == text)
        #expect(try other.firstFaultInChain() == nil)
    }

    @Test func `what was pruned here comes in there by its minutes`() throws {
        try fill()
        let before = try store.series(from: Made.start, to: end, points: 700)
        try store.prune(Retention(), at: Made.start + .seconds(14 * 86_400 + 4_970))
        let other = try HistoryStore(path: folder.file("other.sqlite"))
        // The rows of the file may stand in any order.
        let lines = try export(store, .json).split(separator: UInt8(ascii: "\n")).reversed().joined(separator: [10])
        #expect(try imported(lines, into: other).bad == 0)
        #expect(
            try other.series(from: Made.start, to: end, points: 700).points.map(\.count) == before.points.map(\.count)
        )
    }

    @Test func `an older export takes nothing away and counts nothing twice`() throws {
        try fill()
        let old = try export(store, .csv)
        try store.add([UsageSlot(start: Made.start, traffic: Traffic(down: ByteCount(7)))], to: .line)
        try store.keep([.incident(Made.incident(lasting: .seconds(99))), .sample(Made.sample(5_000))])
        let now = try export(store, .csv)
        #expect(try imported(old, into: store).added == 0)
        #expect(try export(store, .csv) == now)
    }

    @Test func `bad rows are told by line and reason, and the others come in`() throws {
        let text = """
            1,2,3
            time,kind,text
            2027-01-16T00:00:05.000Z,note,one
            2027-01-16T00:00:05.000Z,note
            yesterday,note,two
            2027-01-16T00:00:06.000Z,rumour,"three"
            2027-01-16T00:00:07.000Z,note,"no end
            2027-01-16T00:00:08.000Z,note,four

            ledger,start,down_bytes,up_bytes,uncertain_bytes
            line,2027-01-16T00:00:01.000Z,1,2,3
            line,2027-01-16T00:15:00.000Z,-1,2,3
            line,2027-01-16T00:15:00.000Z,,2,3
            {"table":"event","time":"2027-01-16T00:00:09.000Z","kind":"note","text":"five"}
            {"table":"event","time":"2027-01-16T00:00:09.000Z","kind":"note"}
            {"table":"letters"}
            {"table":
            {"table":"rollup","tier":61,"start":"2027-01-16T00:00:00.000Z","count":1,"bytes":1,"duration_us":1,"flawed_count":0,"flawed_bytes":0}
            """
        let outcome = try imported(text.utf8, into: store)
        #expect(outcome.added == 3)
        #expect(
            outcome.faults.map(\.description) == [
                "line 1: no line of names of a known table stands before it",
                "line 4: 2 fields where the table event has 3",
                "line 5: time is no time such as 2026-11-22T21:12:25Z",
                "line 6: kind is none of started, left, configuration, address, budget, skipped, witness, counter, clock, note",
                "line 7: a quote stands out of place",
                "line 11: start is not a quarter of an hour",
                "line 12: down_bytes is no whole number of 0 or more",
                "line 13: down_bytes is missing",
                "line 15: text is missing",
                "line 16: table names none of the history's tables",
                "line 17: column 10: expected a value, found end of text",
                "line 18: no tier has a period that begins then",
            ]
        )
        let events = try store.events(from: Made.start, to: end, limit: 9)
        #expect(events.map(\.text) == ["five", "four", "one"])
    }

    @Test func `lines of any length and bytes of any kind do no harm`() throws {
        var dice = Dice(seed: 12)
        var text: [UInt8] = Array("time,kind,text\r\n".utf8)
        for _ in 0..<400 {
            let pieces: [[UInt8]] = [
                Array("2027-01-16T00:00:05.000Z,note,\"".utf8), Array("\r\n".utf8), Array("{\"table\":".utf8), [34],
                [10], [44],
                Array("sample".utf8), [0xFF, 0xFE], [0],
            ]
            text += pieces.randomElement(using: &dice) ?? []
        }
        text += [UInt8](repeating: 65, count: 3_000_000)
        let outcome = try imported(text + Array("\n2027-01-16T00:00:05.000Z,note,end\n".utf8), into: store)
        #expect(outcome.bad > 0 && outcome.faults.count <= 100)
        #expect(try store.events(from: Made.start, to: end, limit: 999).contains { $0.text == "end" })
    }

    @Test func `whoever wants no more is left alone`() throws {
        try fill()
        var pieces = 0
        #expect(throws: HistoryError.stopped) {
            try store.export(from: Made.start, to: end, format: .csv) { _ in
                pieces += 1
                return false
            }
        }
        #expect(pieces == 1)
    }
}
