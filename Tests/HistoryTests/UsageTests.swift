import DatacapCore
import History
import Testing
import TestSupport

@Suite struct UsageTests {
    private let folder: TemporaryFolder
    private let store: HistoryStore

    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(path: folder.file())
    }

    private func slot(_ index: Int, _ down: Int64, _ up: Int64 = 0, uncertain: Int64 = 0) -> UsageSlot {
        UsageSlot(
            start: Made.start + .seconds(900 * index),
            traffic: Traffic(down: ByteCount(down), up: ByteCount(up)),
            uncertain: ByteCount(uncertain)
        )
    }

    @Test func `what is added to a slot adds up, each ledger by itself`() throws {
        try store.add([slot(0, 5, 1), slot(2, 7)], to: .line)
        try store.add([slot(0, 10, 2, uncertain: 3), slot(1, 0)], to: .line)
        try store.add([slot(0, 1)], to: .tests)
        let end = Made.start + .seconds(900 * 9)
        #expect(try store.usage(.line, from: Made.start, to: end) == [slot(0, 15, 3, uncertain: 3), slot(2, 7)])
        #expect(try store.usage(.tests, from: Made.start, to: end) == [slot(0, 1)])
        #expect(try store.usage(.line, from: Made.start + .seconds(1), to: Made.start + .seconds(1_800)).isEmpty)
    }

    @Test func `a counter's state goes on where it was`() throws {
        let first = try store.advance(source: "eth0") { state in
            #expect(state == nil)
            return CounterAdvance(state: [1])
        }
        #expect(first == CounterAdvance(state: [1]))
        try store.close()
        let again = try HistoryStore(path: folder.file())
        try again.advance(source: "eth0") { state in
            #expect(state == [1])
            return CounterAdvance(state: [2], slots: [slot(0, 5)], events: [Made.event])
        }
        try again.advance(source: "eth1") { state in
            #expect(state == nil)
            return nil
        }
        #expect(try again.usage(.line, from: Made.start, to: Made.start + .seconds(1)) == [slot(0, 5)])
        #expect(try again.events(from: Made.start, to: Made.start + .seconds(60), limit: 9) == [Made.event])
    }

    @Test func `two daemons that read one counter count once`() async throws {
        let path = folder.file()
        let counter = Made.start
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    try await onThread {
                        let store = try HistoryStore(path: path)
                        for total in 1...200 {
                            try store.advance(source: "eth0") { state in
                                let known = state.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
                                guard Int64(total) > known else { return nil }
                                let traffic = Traffic(down: ByteCount(Int64(total) - known))
                                let slot = UsageSlot(start: counter, traffic: traffic)
                                return CounterAdvance(state: Array(String(total).utf8), slots: [slot])
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.usage(.line, from: Made.start, to: Made.start + .seconds(1)) == [slot(0, 200)])
    }
}
