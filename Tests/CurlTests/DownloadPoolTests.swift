internal import Curl
internal import Glibc
internal import TestSupport
import Testing

/// Options with a short patience, so that a stall is seen soon.
func options(stallTimeout: Duration = .seconds(10)) -> DownloadOptions {
    DownloadOptions(
        connection: ConnectionOptions(userAgent: "datacap/test", proxy: ""),
        stallTimeout: stallTimeout
    )
}

/// Runs a pool until a transfer ends.
func nextEnd(_ pool: inout DownloadPool) throws -> DownloadEnd? {
    let deadline = MonotonicClock.now + .seconds(20)
    while MonotonicClock.now < deadline {
        if let end = pool.nextEnd() { return end }
        _ = try pool.run(until: deadline)
    }
    return nil
}

/// Downloads once.
func download(_ url: String, _ options: DownloadOptions = options()) async throws -> DownloadEnd {
    let end = try await onThread {
        var pool = try DownloadPool(slots: 1, options: options)
        try pool.start(slot: 0, url: url)
        return try nextEnd(&pool)
    }
    return try #require(end)
}

@Suite struct DownloadPoolTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 3_000_001])
    func `every payload byte is counted, and no other`(count: Int) async throws {
        let origin = Origin { request, _ in request.path == "/chunked" ? .chunked(count) : .body(count) }
        defer { origin.stop() }
        for path in count > 0 ? ["/", "/chunked"] : ["/"] {
            let end = try await download(origin.url(path))
            #expect(end.failure == nil)
            #expect(end.bytes == count)
            #expect(end.httpStatus == 200)
            #expect(end.newConnections == 1)
            #expect(end.phases.total >= end.phases.firstByte)
        }
    }

    @Test func `a transfer takes over the connection of the one before it`() async throws {
        let origin = Origin(.body(100_000))
        defer { origin.stop() }
        let (opened, received) = try await onThread { [url = origin.url()] in
            var pool = try DownloadPool(slots: 2, options: options())
            var opened: [Int] = []
            for _ in 0..<3 {
                for slot in 0..<2 { try pool.start(slot: slot, url: url) }
                for _ in 0..<2 { opened.append(try nextEnd(&pool)?.newConnections ?? -1) }
            }
            return (opened, [pool.takeReceived(slot: 0), pool.takeReceived(slot: 1), pool.takeReceived(slot: 1)])
        }
        #expect(opened == [1, 1, 0, 0, 0, 0])
        #expect(received == [300_000, 300_000, 0])
        #expect(origin.connections == 2)
    }

    @Test func `redirects are followed, and what they say themselves doesn't count`() async throws {
        let origin = Origin { request, _ in request.path == "/end" ? .body(70_000) : .redirect(to: "/end") }
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure == nil)
        #expect(end.bytes == 70_000)
    }

    @Test func `the limit on bytes brings the pool back`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let (wake, received) = try await onThread { [url = origin.url()] in
            var pool = try DownloadPool(slots: 1, options: options())
            try pool.start(slot: 0, url: url)
            let wake = try pool.run(until: MonotonicClock.now + .seconds(20), byteLimit: 5_000_000)
            return (wake, pool.received)
        }
        #expect(wake == .byteLimit)
        #expect((5_000_000...5_000_000 + 16_384).contains(received))
    }

    @Test func `a watched descriptor brings the pool back`() async throws {
        let wakes = try await onThread { () throws -> [DownloadPool.Wake] in
            var pool = try DownloadPool(slots: 1, options: options())
            var pipe: [Int32] = [-1, -1]
            guard Glibc.pipe(&pipe) == 0 else { return [] }
            try pool.watch(pipe[0], forInput: true)
            var wakes = [try pool.run(until: MonotonicClock.now)]
            _ = write(pipe[1], "x", 1)
            wakes.append(try pool.run(until: MonotonicClock.now + .seconds(20)))
            for descriptor in pipe { close(descriptor) }
            return wakes
        }
        #expect(wakes == [.deadline, .descriptorReady])
    }

    @Test func `a stream ramps until its connection is a second past its first byte`() async throws {
        let gate = Gate()
        let origin = Origin { _, number in number == 0 ? .late(gate, 100_000) : .endless }
        defer { origin.stop() }
        let (before, early, late) = try await onThread { [url = origin.url()] in
            var pool = try DownloadPool(slots: 1, options: options())
            func look(_ pool: inout DownloadPool) throws -> ConnectionStatistics {
                let start = MonotonicClock.now
                _ = try pool.run(until: start + .milliseconds(50))
                return pool.takeStatistics(since: start)
            }
            try pool.start(slot: 0, url: url)
            let before = try look(&pool)
            gate.open()
            _ = try nextEnd(&pool)
            try pool.start(slot: 0, url: url)
            let early = try look(&pool)
            let deadline = MonotonicClock.now + .seconds(20)
            var late = early
            while late.ramping > 0, MonotonicClock.now < deadline { late = try look(&pool) }
            return (before, early, late)
        }
        #expect(before.active == 1)
        #expect(before.ramping == 1)
        #expect(early.ramping == 1)
        #expect(late.active == 1)
        #expect(late.ramping == 0)
        #expect(late.segments > 0)
        #expect(late.roundTrip != nil)
    }

    @Test func `a pool with transfers in progress can be thrown away`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        try await onThread { [url = origin.url()] in
            var pool = try DownloadPool(slots: 3, options: options())
            for slot in 0..<2 { try pool.start(slot: slot, url: url) }
            _ = try pool.run(until: MonotonicClock.now + .seconds(20), byteLimit: 1)
            pool.cancel(slot: 0)
            pool.cancel(slot: 2)
        }
        // The origin counts what it has sent a moment after it has sent it.
        #expect(await eventually { origin.sentBody > 0 })
    }

    @Test func `the speed limit holds for all transfers together`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let received = try await onThread { [url = origin.url()] in
            var limited = options()
            limited.maximumBytesPerSecond = 2_000_000
            var pool = try DownloadPool(slots: 4, options: limited)
            for slot in 0..<4 { try pool.start(slot: slot, url: url) }
            _ = try pool.run(until: MonotonicClock.now + .seconds(2))
            return pool.received
        }
        #expect((3_600_000...4_200_000).contains(received))
    }
}
