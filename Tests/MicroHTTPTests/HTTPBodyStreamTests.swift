import Glibc
import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct HTTPBodyStreamTests {
    /// Grants bytes as a gate lets them through; cancelling opens it for good.
    private final class Gate: Sendable {
        private let isOpen = Atomic(false)
        let isWaiting = Atomic(false)

        func open() { isOpen.store(true, ordering: .releasing) }

        func wait() {
            isWaiting.store(true, ordering: .releasing)
            while !isOpen.load(ordering: .acquiring) { usleep(1_000) }
        }
    }

    private func server(_ stream: @escaping @Sendable () -> HTTPBodyStream) throws -> HTTPServer {
        try HTTPServer(
            HTTPServerConfiguration(threadPerConnection: true),
            routes: [HTTPRoute("GET", "/stream") { _ in HTTPResponse(body: .stream(stream())) }]
        )
    }

    @Test(arguments: [0, 1, 131_072, 1_048_577, 5_000_003])
    func `a stream has exactly its length`(length: Int) async throws {
        try await onThread {
            let server = try server { HTTPBodyStream(length: length) { $0 } }
            let client = try TestClient(port: server.port)
            for _ in 0..<2 {
                let response = try client.request("GET", "/stream")
                #expect(response.header("Content-Length") == String(length) && response.body.count == length)
            }
            let head = try client.request("HEAD", "/stream")
            #expect(head.header("Content-Length") == String(length))
        }
    }

    @Test func `the bytes are the same pattern however they are paced`() async throws {
        try await onThread {
            let server = try server { HTTPBodyStream(length: 3_000_000) { $0 } }
            let slow = try self.server { HTTPBodyStream(length: 3_000_000) { min($0, 7_777) } }
            let first = try TestClient(port: server.port).request("GET", "/stream").body
            let second = try TestClient(port: slow.port).request("GET", "/stream").body
            #expect(first == second)
            #expect(ByteBlock(first).gzipped().gzipTwin == nil, "the pattern must not compress")
        }
    }

    @Test func `a stream without a length is chunked and ends when it says so`() async throws {
        try await onThread {
            let server = try server {
                let left = Budget(100_000)
                return HTTPBodyStream(length: nil) { left.take(atMost: min($0, 999)) }
            }
            let response = try TestClient(port: server.port).request("GET", "/stream")
            #expect(response.header("Transfer-Encoding") == "chunked" && response.body.count == 100_000)
        }
    }

    @Test func `a stream broken off closes the connection short`() async throws {
        try await onThread {
            for end in [0, -1] {
                let server = try server {
                    let left = Budget(1_000)
                    return HTTPBodyStream(length: 5_000) { left.take(atMost: $0, end: end) }
                }
                let client = try TestClient(port: server.port)
                #expect(throws: TestClient.BrokenResponse.self) { try client.request("GET", "/stream") }
            }
        }
    }

    @Test func `a server stops at once though a stream waits`() async throws {
        try await onThread {
            let gate = Gate()
            let server = try server {
                HTTPBodyStream(length: 5_000, cancel: { gate.open() }) {
                    gate.wait()
                    return $0
                }
            }
            let client = try TestClient(port: server.port)
            try client.send("GET", "/stream")
            #expect(eventually { gate.isWaiting.load(ordering: .acquiring) })
            #expect(ContinuousClock().measure { server.stop() } < promptly)
        }
    }

    @Test func `a server stops at once though a client doesn't read`() async throws {
        try await onThread {
            let server = try server { HTTPBodyStream(length: 1 << 40) { $0 } }
            let clients = try (0..<4).map { _ in try TestClient(port: server.port) }
            for client in clients {
                try client.send("GET", "/stream")
                _ = try client.socket.receive(atMost: 1)
            }
            #expect(ContinuousClock().measure { server.stop() } < promptly)
        }
    }
}

/// A number of bytes that is used up.
private final class Budget: Sendable {
    private let left: Mutex<Int>

    init(_ bytes: Int) { left = Mutex(bytes) }

    func take(atMost limit: Int, end: Int = 0) -> Int {
        left.withLock { left in
            guard left > 0 else { return end }
            let part = min(left, limit)
            left -= part
            return part
        }
    }
}
