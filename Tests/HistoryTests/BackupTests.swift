import DatacapCore
import Foundation
import History
import Synchronization
import TestSupport
import Testing

@Suite struct BackupTests {
    @Test func `a backup taken while rows come in is one state of the history`() async throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(path: folder.file())
        let isDone = Atomic(false)
        async let writing: Void = onThread {
            for second in 0..<100_000 where !isDone.load(ordering: .relaxed) || second < 50 {
                let traffic = Traffic(down: ByteCount(1))
                try store.keep([.sample(Made.sample(Double(second)))])
                try store.add([UsageSlot(start: Made.start, traffic: traffic)], to: .tests)
            }
        }
        for _ in 0..<5 {
            try await onThread { try store.backup(to: folder.file("backup.sqlite")) }
            let backup = try HistoryStore(path: folder.file("backup.sqlite"))
            #expect(try backup.firstFaultInChain() == nil)
            let spent = try backup.usage(.tests, from: Made.start, to: Made.start + .seconds(900))
            let rows = try backup.chainHead()?.number ?? 0
            let counted = spent.first?.traffic.down.bytes ?? 0
            #expect(counted == rows || counted == rows - 1)
            try backup.close()
        }
        isDone.store(true, ordering: .relaxed)
        try await writing
        #expect(try folder.names().filter { $0.hasPrefix("backup") } == ["backup.sqlite"])
    }

    @Test func `a backup is not written over the history itself`() throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(path: folder.file())
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file())
        for name in ["history.sqlite", "link"] {
            #expect(throws: HistoryError.sameFile(path: folder.file(name))) { try store.backup(to: folder.file(name)) }
        }
        #expect(throws: HistoryError.self) { try store.backup(to: folder.file("no/such/folder")) }
    }
}
