import Glibc
import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct HTTPServerLimitTests {
    private func server(_ change: (inout HTTPServerConfiguration) -> Void = { _ in }) throws -> HTTPServer {
        try HTTPServerTests.server(change)
    }

    @Test func `a body over the limit is refused by its announced length`() async throws {
        try await onThread {
            let server = try server { $0.bodyLimit = 1_000 }
            let client = try TestClient(port: server.port)
            #expect(try client.request("POST", "/echo", body: [UInt8](repeating: 32, count: 1_000)).status == 200)
            try client.socket.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n")
            let refused = try client.response()
            #expect(refused.status == 413 && refused.header("Connection") == "close")
            #expect(try client.socket.isClosedByPeer())
            #expect(server.statistics.rejections == [.limit: 1])
        }
    }

    @Test func `a chunked body over the limit is refused`() async throws {
        try await onThread {
            let server = try server { $0.bodyLimit = 1_000 }
            let client = try TestClient(port: server.port)
            let chunk = "1f4\r\n" + String(repeating: "x", count: 500) + "\r\n"
            for (count, status) in [(2, 200), (3, 413), (400, 413)] {
                try client.socket.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                try client.socket.send(String(repeating: chunk, count: count) + "0\r\n\r\n")
                #expect(try client.response().status == status)
            }
            #expect(try client.request("GET", "/small").text == "small")
        }
    }

    @Test func `a body of any method is bounded`() async throws {
        try await onThread {
            let server = try server { $0.bodyLimit = 1_000 }
            let client = try TestClient(port: server.port)
            #expect(try client.request("PATCH", "/echo", body: [UInt8](repeating: 32, count: 5_000)).status == 413)
            #expect(try client.request("GET", "/small").text == "small")
        }
    }

    @Test func `two lengths are refused`() async throws {
        try await onThread {
            let server = try server()
            let client = try TestClient(port: server.port)
            try client.socket.send(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            )
            #expect(try client.response().status == 400)
        }
    }

    @Test func `a header block is bounded, and four kilobytes of cookies are no problem`() async throws {
        try await onThread {
            let server = try server()
            let cookies = try TestClient(port: server.port)
            let cookie = "a=" + String(repeating: "c", count: 4_096)
            #expect(try cookies.request("GET", "/small", headers: [("Cookie", cookie)]).text == "small")
            let long = String(repeating: "x", count: 80_000)
            let headers = try TestClient(port: server.port).request("GET", "/small", headers: [("X-Long", long)])
            #expect(headers.status == 431)
            let target = try TestClient(port: server.port).request("GET", "/" + long)
            #expect(target.status == 414)
        }
    }

    @Test func `a request that is no HTTP gets no answer from a handler`() async throws {
        try await onThread {
            let server = try server()
            for bytes in ["\u{16}\u{3}\u{1}garbage\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET\r\n\r\n"] {
                let client = try TestClient(port: server.port)
                try client.socket.send(bytes)
                let answer = String(decoding: try client.socket.receive(), as: UTF8.self)
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400") || answer.hasPrefix("HTTP/1.0 400"))
            }
            #expect(server.statistics.requests.isEmpty)
        }
    }

    @Test func `one address holds no more connections than it may`() async throws {
        try await onThread {
            let lines = Mutex<[String]>([])
            let server = try server { configuration in
                configuration.threads = 1
                configuration.perAddressLimit = 2
                configuration.log = { line in lines.withLock { $0.append(line) } }
            }
            let first = try TestClient(port: server.port)
            let second = try TestClient(port: server.port)
            #expect(try first.request("GET", "/small").status == 200)
            #expect(try second.request("GET", "/small").status == 200)
            #expect(try TestSocket(port: server.port).isClosedByPeer())
            #expect(lines.withLock { $0.contains { $0.contains("limit") } })
        }
    }

    @Test func `an idle connection is closed`() async throws {
        try await onThread {
            let server = try server { $0.idleTimeoutSeconds = 1 }
            let client = try TestClient(port: server.port)
            #expect(try client.request("GET", "/small").status == 200)
            let half = try TestSocket(port: server.port)
            try half.send("GET /small HTTP/1.1\r\n")
            #expect(try client.socket.isClosedByPeer())
            _ = try half.receive()
            #expect(try half.isClosedByPeer())
        }
    }

    @Test func `a taken port, a strange address and a wrong name say what is wrong`() throws {
        let first = try server()
        #expect(throws: HTTPServerError.bind(host: "127.0.0.1", port: first.port, reason: "Address already in use")) {
            try server { $0.port = first.port }
        }
        #expect(throws: HTTPServerError.bind(host: "192.0.2.1", port: 0, reason: "Cannot assign requested address")) {
            try server { $0.host = "192.0.2.1" }
        }
        #expect(throws: HTTPServerError.bind(host: "127.0.0.1", port: 70_000, reason: "not a port number")) {
            try server { $0.port = 70_000 }
        }
        #expect(throws: HTTPServerError.self) { try server { $0.host = "no-such-name.invalid" } }
    }

    @Test func `names and IPv6 addresses can be listened on`() throws {
        #expect(try server { $0.host = "localhost" }.address.hasPrefix("127.0.0.1:"))
        #expect(try server { $0.host = "::1" }.address.hasPrefix("[::1]:"))
        #expect(try server { $0.host = "[::1]" }.address.hasPrefix("[::1]:"))
    }
}
