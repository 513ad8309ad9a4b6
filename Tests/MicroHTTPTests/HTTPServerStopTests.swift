import Glibc
import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct HTTPServerStopTests {
    private final class Progress: Sendable {
        let served = Atomic(0)
        let finished = Atomic(0)
        let isReleased = Atomic(false)
        let server = Mutex<HTTPServer?>(nil)
    }

    @Test func `a stopped server's port is free again`() async throws {
        try await onThread {
            // An address of its own, as the other tests take free ports of 127.0.0.1 all the time.
            let server = try HTTPServerTests.server { $0.host = "127.0.0.77" }
            server.stop()
            // A child of another test may hold a copy of the descriptor until it executes its program.
            let isFree = eventually {
                let second = try? HTTPServerTests.server { configuration in
                    configuration.host = "127.0.0.77"
                    configuration.port = server.port
                }
                return second != nil
            }
            #expect(isFree)
        }
    }

    @Test func `idle connections don't hold a server up`() async throws {
        try await onThread {
            let server = try HTTPServerTests.server()
            let clients = try (0..<20).map { _ in try TestClient(port: server.port) }
            for client in clients { #expect(try client.request("GET", "/small").status == 200) }
            #expect(ContinuousClock().measure { server.stop() } < promptly)
            for client in clients { #expect(try client.socket.isClosedByPeer()) }
            server.stop()
        }
    }

    @Test func `a server stops under load`() async throws {
        let progress = Progress()
        let server = try HTTPServerTests.server()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await onThread {
                        let client = try TestClient(port: server.port)
                        while let response = try? client.request("GET", "/metrics"), response.status == 200 {
                            progress.served.add(1, ordering: .relaxed)
                        }
                        progress.finished.add(1, ordering: .releasing)
                    }
                }
            }
            try await onThread {
                #expect(eventually { progress.served.load(ordering: .relaxed) > 200 })
                #expect(ContinuousClock().measure { server.stop() } < promptly)
                #expect(eventually { progress.finished.load(ordering: .acquiring) == 4 })
            }
            try await group.waitForAll()
        }
    }

    @Test func `a handler under way is waited for, though it asks for the statistics`() async throws {
        let progress = Progress()
        let server = try HTTPServer(
            HTTPServerConfiguration(),
            routes: [
                HTTPRoute("GET", "/slow") { _ in
                    progress.served.add(1, ordering: .releasing)
                    while !progress.isReleased.load(ordering: .acquiring) { usleep(1_000) }
                    _ = progress.server.withLock { $0 }?.statistics
                    progress.finished.add(1, ordering: .releasing)
                    return .text("late")
                }
            ]
        )
        progress.server.withLock { $0 = server }
        defer { progress.server.withLock { $0 = nil } }
        let socket = try TestSocket(port: server.port)
        try await onThread {
            try socket.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(eventually { progress.served.load(ordering: .acquiring) == 1 })
        }
        async let stopped: Void = onThread { server.stop() }
        progress.isReleased.store(true, ordering: .releasing)
        try await stopped
        #expect(progress.finished.load(ordering: .acquiring) == 1)
    }
}
