import DatacapCore
import GRDB
import History
import Testing

@Suite struct ChainTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    @Test func `the hash is SHA-256`() {
        // FIPS 180-4's own example.
        let hash = SHA256.hash(Array("abc".utf8)).map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }
        #expect(hash.joined() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a row covers the row before, from 32 zero bytes on`() throws {
        try store.keep([.sample(Made.sample(0)), .sample(Made.sample(1))])
        let run = try #require(try store.samples(from: Made.start, to: Made.start + .seconds(9)).first)
        #expect(run.before == [UInt8](repeating: 0, count: 32))
        let texts = ["1800057600000,1000000,12500000,,0", "1800057601000,1000000,12500000,,0"]
        var hash = [UInt8](repeating: 0, count: 32)
        for (row, text) in zip(run.rows, texts) {
            hash = SHA256.hash(hash + Array(text.utf8))
            #expect(row.hash == hash)
        }
        #expect(run.rows.count == 2)
        #expect(RowChain.firstFault(in: run) == nil)
    }

    @Test func `the order of the chain is that of coming, whatever the clock says`() throws {
        let seconds = [5.0, 6, 6, 2, 3, 3, 4, 7]
        for second in seconds { try store.keep([.sample(Made.sample(second, .megabits(second)))]) }
        let runs = try store.samples(from: Made.start, to: Made.start + .seconds(60))
        #expect(runs.count == 1)
        #expect(runs.first?.rows.map(\.sample) == seconds.map { Made.sample($0, .megabits($0)) })
        #expect(try store.firstFaultInChain() == nil)
        // A range that the clock went through twice has a gap: what came between isn't in it.
        let early = try store.samples(from: Made.start, to: Made.start + .milliseconds(6_500))
        #expect(early.map(\.rows.count) == [7])
        let late = try store.samples(from: Made.start + .seconds(5), to: Made.start + .seconds(60))
        #expect(late.map(\.rows.count) == [3, 1])
        #expect(late.allSatisfy { RowChain.firstFault(in: $0) == nil })
        let day = try store.series(from: Made.start, to: Made.start + .seconds(60), points: 1).points
        #expect(day.map(\.count) == [8])
    }

    @Test(arguments: [
        "bytes = bytes + 1", "time_ms = time_ms - 1", "flaws = 1", "round_trip_us = 1", "hash = zeroblob(32)",
    ])
    func `a row that was altered is found`(change: String) throws {
        try store.keep(Made.samples(50, seed: 2).map(HistoryRecord.sample))
        try alter("UPDATE sample SET \(change) WHERE number = 20")
        #expect(try store.firstFaultInChain() == 20)
    }

    @Test func `a row that was taken out is missed`() throws {
        try store.keep(Made.samples(50, seed: 2).map(HistoryRecord.sample))
        try alter("DELETE FROM sample WHERE number = 20")
        #expect(throws: HistoryError.corrupt(reason: "what stood before sample 21 is gone")) {
            try store.firstFaultInChain()
        }
    }

    @Test func `rows that changed places are found`() throws {
        try store.keep(Made.samples(50, seed: 2).map(HistoryRecord.sample))
        try alter("UPDATE sample SET number = 99 WHERE number = 20")
        try alter("UPDATE sample SET number = 20 WHERE number = 21")
        try alter("UPDATE sample SET number = 21 WHERE number = 99")
        #expect(try store.firstFaultInChain() == 20)
    }

    private func alter(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.file())
        try queue.write { try $0.execute(sql: sql) }
    }
}
