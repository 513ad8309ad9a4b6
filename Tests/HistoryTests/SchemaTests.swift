import DatacapCore
import Foundation
import GRDB
import Testing

@testable import History

/// Opens a file of every version that was shipped.
///
/// `DATACAP_WRITE_FIXTURES=1` writes the fixture of a new version; those of shipped ones are never written again.
@Suite struct SchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static let versions: [String] = Schema.migrator.migrations

    /// What every fixture holds.
    private static func fill(_ store: HistoryStore) throws {
        try store.keep([
            .sample(Made.sample(0, roundTrip: .microseconds(5))), .sample(Made.sample(1, flaws: [.server])),
            .session(Made.session), .test(Made.test), .incident(Made.incident(10_000)), .event(Made.event),
        ])
        let slot = UsageSlot(start: Made.start, traffic: Traffic(down: ByteCount(7), up: ByteCount(1)))
        try store.add([slot], to: .tests)
        try store.advance(source: "eth0") { _ in CounterAdvance(state: [123, 125], slots: [slot]) }
        var retention = Retention()
        retention.raw = .milliseconds(500)
        try store.prune(retention, at: Made.start + .seconds(1))
    }

    @Test(arguments: versions)
    func `a file of any shipped version opens with all that it held`(version: String) throws {
        let folder = try TemporaryFolder()
        let fixture = Self.folder.appending(path: "\(version).sql")
        if ProcessInfo.processInfo.environment["DATACAP_WRITE_FIXTURES"] != nil, version == Self.versions.last,
            !FileManager.default.fileExists(atPath: fixture.path)
        {
            let store = try HistoryStore(path: folder.file("new.sqlite"))
            try Self.fill(store)
            try Self.dump(store).write(to: fixture, atomically: true, encoding: .utf8)
        }
        let queue = try DatabaseQueue(path: folder.file())
        let text = try String(contentsOf: fixture, encoding: .utf8)
        try queue.writeWithoutTransaction { try $0.execute(sql: text) }
        try queue.close()
        let store = try HistoryStore(path: folder.file())
        let end = Made.start + .seconds(900)
        let run = try #require(try store.samples(from: Made.start, to: end).first)
        #expect(run.rows.map(\.sample) == [Made.sample(1, flaws: [.server])])
        #expect(try store.firstFaultInChain() == nil)
        #expect(try store.series(from: Made.start, to: end, points: 1).points.map(\.count) == [1])
        #expect(try store.sessions(from: Made.start, to: end, limit: 9) == [Made.session])
        #expect(try store.tests(from: Made.start, to: end, limit: 9) == [Made.test])
        #expect(try store.incident(1)?.record == Made.incident(10_000))
        #expect(try store.events(from: Made.start, to: end, limit: 9) == [Made.event])
        for ledger in UsageLedger.allCases {
            #expect(try store.usage(ledger, from: Made.start, to: end).map(\.traffic.total.bytes) == [8])
        }
        try store.advance(source: "eth0") { state in
            #expect(state == [123, 125])
            return nil
        }
        let new = try HistoryStore(path: folder.file("new.sqlite"))
        #expect(try Self.tables(store) == Self.tables(new))
    }

    @Test func `what was shipped is not changed afterwards`() throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(path: folder.file())
        let newest = try #require(Self.versions.last)
        let text = try String(contentsOf: Self.folder.appending(path: "\(newest).sql"), encoding: .utf8)
        for table in try Self.tables(store) { #expect(text.contains(table), "\(newest).sql has another: \(table)") }
    }

    private static func tables(_ store: HistoryStore) throws -> [String] {
        try store.read {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name")
        }.filter { !$0.isEmpty }
    }

    /// The file as SQL: its tables, their rows, and what marks it.
    private static func dump(_ store: HistoryStore) throws -> String {
        let tables = try tables(store)
        return try store.read { database in
            var text = "PRAGMA application_id = \(Schema.applicationID);\n" + tables.map { $0 + ";\n" }.joined()
            let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            for name in try String.fetchAll(database, sql: names) {
                for row in try Row.fetchAll(database, sql: "SELECT * FROM \(name)") {
                    text += "INSERT INTO \(name) VALUES (\(row.databaseValues.map(literal).joined(separator: ", ")));\n"
                }
            }
            return text
        }
    }

    private static func literal(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "NULL"
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): "'\(text.replacing("'", with: "''"))'"
        case .blob(let data): "x'\(data.map { String(format: "%02x", $0) }.joined())'"
        }
    }
}
