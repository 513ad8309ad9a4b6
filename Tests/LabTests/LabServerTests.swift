import Curl
import DatacapCore
import Glibc
import Lab
import TestSupport
import Testing

struct LabServerTests {
    /// Sends a request from a thread of its own, so that no task is held up.
    private func get(_ url: String, longestBody: Int = 1 << 20) async throws -> HTTPResponse {
        let request = HTTPRequest(
            url: url,
            connection: ConnectionOptions(userAgent: "test", proxy: ""),
            longestBody: longestBody
        )
        return try await onThread { try request.send() }
    }

    @Test func `a body has as many bytes as were asked for`() async throws {
        let server = try LabServer(plan: LabPlan(phases: [.init(rate: nil, end: .never)]))
        defer { startThread { server.stop() } }
        for count in [0, 1, 65_537, 1_000_000] {
            let answer = try await get("http://127.0.0.1:\(server.port)/data?bytes=\(count)")
            #expect(answer.status == 200)
            #expect(answer.body.count == count)
        }
    }

    @Test func `nonsense is refused`() async throws {
        let server = try LabServer(plan: LabPlan(phases: [.init(rate: nil, end: .never)]))
        defer { startThread { server.stop() } }
        for query in ["bytes=-1", "bytes=x", "bytes=", "bytes=99999999999999999999"] {
            #expect(try await get("http://127.0.0.1:\(server.port)/data?\(query)").status == 400)
        }
        #expect(try await get("http://127.0.0.1:\(server.port)/error").status == 503)
        #expect(try await get("http://127.0.0.1:\(server.port)/error").retryAfter == .seconds(1))
        #expect(try await get("http://127.0.0.1:\(server.port)/").status == 404)
    }

    @Test func `four connections together get the rate, and the next phase after its bytes`() async throws {
        let phases: [LabPlan.Phase] = [
            .init(rate: .megabits(80), end: .after(ByteCount(4_000_000))), .init(rate: .megabits(16), end: .never),
        ]
        let server = try LabServer(plan: LabPlan(phases: phases))
        defer { startThread { server.stop() } }
        let clock = ContinuousClock()
        let start = clock.now
        let url = "http://127.0.0.1:\(server.port)/data?bytes=2000000"
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await get(url, longestBody: 3_000_000).body.count } }
            for try await count in group { #expect(count == 2_000_000) }
        }
        // 4 MB at 10 MB/s and 4 MB at 2 MB/s; a loaded machine may only be slower.
        let seconds = (clock.now - start).seconds
        #expect(seconds > 2.35)
        #expect(server.line.rate == .megabits(16))
    }

    @Test func `closing ends transfers that wait`() async throws {
        let server = try LabServer(plan: LabPlan(phases: [.init(rate: .zero, end: .never)]))
        let url = "http://127.0.0.1:\(server.port)/data"
        let answer = Task { try await get(url) }
        try await onThread { server.stop() }
        await #expect(throws: CurlError.self) { try await answer.value }
    }
}
