import Glibc
import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct WebSocketHubTests {
    private func server(_ hub: WebSocketHub) throws -> HTTPServer {
        try HTTPServer(HTTPServerConfiguration(), routes: [HTTPRoute("GET", "/ws") { _ in .webSocket(hub) }])
    }

    @Test func `what a client says comes back, whole and in its kind`() async throws {
        try await onThread {
            let hub = WebSocketHub(onMessage: { $0 })
            let server = try server(hub)
            let socket = try TestWebSocket(port: server.port)
            #expect(socket.response.status == 101)
            #expect(socket.response.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            try socket.send("hé")
            #expect(try socket.frame() == .text("hé"))
            for size in [0, 125, 126, 65_535] {
                let bytes = (0..<size).map { UInt8($0 & 255) }
                try socket.send(2, bytes)
                #expect(try socket.frame() == TestWebSocket.Frame(opcode: 2, payload: bytes))
            }
            try socket.send(1, Array("one ".utf8), final: false)
            try socket.send(0, Array("message".utf8))
            #expect(try socket.frame() == .text("one message"))
        }
    }

    @Test func `frames that come along with the handshake are heard`() async throws {
        try await onThread {
            let hub = WebSocketHub(onMessage: { $0 })
            let server = try server(hub)
            let early = TestWebSocket.encoded(1, Array("early".utf8))
            #expect(try TestWebSocket(port: server.port, early: early).frame() == .text("early"))
        }
    }

    @Test func `a ping is answered, and a close is returned`() async throws {
        try await onThread {
            let hub = WebSocketHub()
            let server = try server(hub)
            let socket = try TestWebSocket(port: server.port)
            try socket.send(9, [1, 2, 3])
            #expect(try socket.frame() == TestWebSocket.Frame(opcode: 10, payload: [1, 2, 3]))
            try socket.send(8, [0x03, 0xE8])
            #expect(try socket.frame()?.closeCode == 1_000)
            #expect(try socket.frame() == nil)
            #expect(eventually { hub.statistics.connections == 0 })
        }
    }

    @Test func `broken frames close with the right code`() async throws {
        try await onThread {
            let hub = WebSocketHub(configuration: .init(maximumMessageBytes: 1_000))
            let server = try server(hub)
            let cases: [(UInt8, [UInt8], Int)] = [
                (1, [0xC3, 0x28], 1_007), (3, [], 1_002), (0x41, [], 1_002),
                (1, [UInt8](repeating: 97, count: 1_001), 1_009),
                (8, [0x03, 0xEC], 1_002),
            ]
            for (opcode, payload, code) in cases {
                let socket = try TestWebSocket(port: server.port)
                try socket.send(opcode, payload)
                #expect(try socket.frame()?.closeCode == code)
                #expect(try socket.frame() == nil)
            }
        }
    }

    @Test func `a client is greeted first and then hears every broadcast in order`() async throws {
        try await onThread {
            let hub = WebSocketHub(greeting: { ByteBlock("hello") })
            let server = try server(hub)
            let sockets = try (0..<10).map { _ in try TestWebSocket(port: server.port) }
            for socket in sockets { #expect(try socket.frame() == .text("hello")) }
            for number in 0..<100 { hub.broadcast(ByteBlock("message \(number)")) }
            for socket in sockets {
                for number in 0..<100 { #expect(try socket.frame() == .text("message \(number)")) }
            }
            #expect(hub.statistics == .init(connections: 10))
        }
    }

    @Test func `a client that doesn't read is dropped while the others carry on`() async throws {
        try await onThread {
            let hub = WebSocketHub(configuration: .init(maximumQueuedBytes: 100_000), greeting: { ByteBlock("hello") })
            let server = try server(hub)
            let slow = try TestWebSocket(port: server.port)
            let quick = try TestWebSocket(port: server.port)
            #expect(try quick.frame() == .text("hello"))
            let text = String(repeating: "x", count: 10_000)
            let block = ByteBlock(text)
            var rounds = 0
            while hub.statistics.droppedClients == 0, rounds < 5_000 {
                hub.broadcast(block)
                #expect(try quick.frame() == .text(text))
                rounds += 1
            }
            #expect(hub.statistics.droppedClients == 1 && hub.statistics.droppedMessages > 0)
            #expect(hub.statistics.connections == 1)
            hub.broadcast(ByteBlock("last"))
            #expect(try quick.frame() == .text("last"))
            withExtendedLifetime(slow) {}
        }
    }

    @Test func `a client that doesn't answer pings is dropped`() async throws {
        try await onThread {
            let hub = WebSocketHub(configuration: .init(pingIntervalSeconds: 0.2))
            let server = try server(hub)
            let alive = try TestWebSocket(port: server.port)
            let silent = try TestWebSocket(port: server.port)
            let end = ContinuousClock.now + .seconds(5)
            while hub.statistics.droppedClients == 0, ContinuousClock.now < end {
                #expect(try alive.frame()?.opcode == 9)
                try alive.send(10, [])
            }
            #expect(hub.statistics.connections == 1 && hub.statistics.droppedClients == 1)
            withExtendedLifetime(silent) {}
        }
    }

    @Test func `a stopped server says it goes away`() async throws {
        try await onThread {
            let hub = WebSocketHub(greeting: { ByteBlock("hello") })
            let server = try server(hub)
            let sockets = try (0..<50).map { _ in try TestWebSocket(port: server.port) }
            for socket in sockets { #expect(try socket.frame() == .text("hello")) }
            // Nobody answers, so the hub must not wait for long.
            #expect(ContinuousClock().measure { server.stop() } < promptly)
            for socket in sockets {
                #expect(try socket.frame()?.closeCode == 1_001)
                #expect(try socket.frame() == nil)
            }
            #expect(hub.statistics.connections == 0)
            hub.broadcast(ByteBlock("nobody hears"))
        }
    }

    @Test func `over the limit there is a 503, and a free place is given again`() async throws {
        try await onThread {
            let hub = WebSocketHub(configuration: .init(connectionLimit: 2))
            let server = try server(hub)
            let first = try TestWebSocket(port: server.port)
            let second = try TestWebSocket(port: server.port)
            #expect(try TestWebSocket(port: server.port).response.status == 503)
            #expect(server.statistics.rejections == [.limit: 1])
            try first.send(8, [])
            #expect(eventually { hub.statistics.connections == 1 })
            #expect(try TestWebSocket(port: server.port).response.status == 101)
            withExtendedLifetime(second) {}
        }
    }

    @Test func `a handshake that isn't one is refused`() async throws {
        try await onThread {
            let server = try server(WebSocketHub())
            func status(_ change: (inout [(String, String)]) -> Void) throws -> TestResponse {
                var headers = TestWebSocket.handshake
                change(&headers)
                return try TestClient(port: server.port).request("GET", "/ws", headers: headers)
            }
            #expect(try status { $0 = [] }.header("Upgrade") == "websocket")
            #expect(try status { $0[0].1 = "h2c" }.status == 426)
            #expect(try status { $0[1].1 = "keep-alive" }.status == 426)
            let version = try status { $0[2].1 = "8" }
            #expect(version.status == 426 && version.header("Sec-WebSocket-Version") == "13")
            #expect(try status { $0.remove(at: 2) }.status == 426)
            #expect(try status { $0.removeLast() }.status == 400)
            #expect(try status { $0[3].1 = "short" }.status == 400)
            #expect(try status { $0[3].1 = "not base64 not base64 =" }.status == 400)
            #expect(
                try TestClient(port: server.port).request("HEAD", "/ws", headers: TestWebSocket.handshake).status == 426
            )
        }
    }

    @Test func `a client may vanish at any moment`() async throws {
        try await onThread {
            let hub = WebSocketHub(greeting: { ByteBlock("hello") })
            let server = try server(hub)
            for round in 0..<200 {
                let client = try TestClient(port: server.port)
                try client.send("GET", "/ws", headers: TestWebSocket.handshake)
                if round.isMultiple(of: 2) { _ = try client.response(hasBody: false) }
                hub.broadcast(ByteBlock("x"))
            }
            #expect(eventually { hub.statistics.connections == 0 })
            #expect(eventually { server.statistics.connections == 0 })
        }
    }
}
