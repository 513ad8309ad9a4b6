import DatacapCore
import Foundation
import GRDB
import History
import Testing

/// What becomes of a file when it is opened.
@Suite struct HistoryFileTests {
    let folder = try? TemporaryFolder()

    private func file(_ name: String = "history.sqlite") throws -> String { try #require(folder).file(name) }

    @Test func `a new file keeps what it is given, and has it after it was closed`() throws {
        let store = try HistoryStore(path: try file())
        try store.keep([.session(Made.session), .sample(Made.sample(0))])
        try store.close()
        #expect(try #require(folder).names() == ["history.sqlite"])
        let again = try HistoryStore(path: try file())
        #expect(try again.sessions(from: Made.start, to: Made.start + .seconds(1), limit: 9) == [Made.session])
        #expect(try again.chainHead()?.number == 1)
    }

    @Test func `a database of something else is left alone`() throws {
        let queue = try DatabaseQueue(path: try file())
        try queue.write { try $0.execute(sql: "CREATE TABLE letters (text TEXT)") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: try file()))
        #expect(throws: HistoryError.foreign(path: try file())) { try HistoryStore(path: try file()) }
        #expect(try Data(contentsOf: URL(filePath: try file())) == before)
    }

    @Test func `a newer file is left alone`() throws {
        try HistoryStore(path: try file()).close()
        let queue = try DatabaseQueue(path: try file())
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: try file()))
        #expect(throws: HistoryError.newer(path: try file())) { try HistoryStore(path: try file()) }
        #expect(try Data(contentsOf: URL(filePath: try file())) == before)
    }

    @Test(arguments: ["garbage", "cut", "schema"])
    func `a damaged file is told and set aside whole`(kind: String) throws {
        let path = try file()
        let store = try HistoryStore(path: path)
        try store.keep(Made.samples(2_000, seed: 1).map(HistoryRecord.sample))
        try store.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        switch kind {
        case "garbage": bytes = Data("this is no database at all, however long it may be, and it never was one".utf8)
        case "cut": bytes.removeSubrange(2_048...)
        default: bytes.replaceSubrange(100..<4_096, with: Data(repeating: 0x5A, count: 3_996))
        }
        try bytes.write(to: URL(filePath: path))
        try Data("log".utf8).write(to: URL(filePath: path + "-wal"))
        let error = #expect(throws: HistoryError.self) { try HistoryStore(path: path) }
        guard case .corrupt = try #require(error) else {
            Issue.record("\(kind): \(String(describing: error))")
            return
        }
        let aside = try HistoryFile.setAside(path, at: Made.start)
        #expect(aside == path + ".corrupt-2027-01-16T000000.000Z")
        #expect(try Data(contentsOf: URL(filePath: aside)) == bytes)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        try HistoryStore(path: path).close()
    }

    @Test func `a file that may only be read must be there and up to date`() throws {
        let path = try file()
        #expect(throws: HistoryError.self) { try HistoryStore(path: path, access: .readOnly) }
        let store = try HistoryStore(path: path)
        try store.keep([.event(Made.event)])
        let reader = try HistoryStore(path: path, access: .readOnly)
        #expect(try reader.events(from: Made.start, to: Made.start + .seconds(9), limit: 1) == [Made.event])
        #expect(throws: HistoryError.self) { try reader.keep([.event(Made.event)]) }
    }

    @Test func `nothing is written when nothing happens`() throws {
        let path = try file()
        let store = try HistoryStore(path: path)
        try store.keep([.sample(Made.sample(0))])
        let before = try ["", "-wal"].map { try Self.state(of: path + $0) }
        try store.keep([])
        try store.add([], to: .tests)
        try store.add([UsageSlot(start: Made.start)], to: .line)
        try store.advance(source: "eth0") { _ in nil }
        try store.adoptLost(at: Made.start)
        try store.prune(Retention(), at: Made.start)
        _ = try store.series(from: Made.start, to: Made.start + .seconds(60), points: 10)
        #expect(try ["", "-wal"].map { try Self.state(of: path + $0) } == before)
    }

    private static func state(of path: String) throws -> [String] {
        let found = try FileManager.default.attributesOfItem(atPath: path)
        return [FileAttributeKey.size, .modificationDate].map { "\(String(describing: found[$0]))" }
    }
}
