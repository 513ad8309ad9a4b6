import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct HTTPServerGuardTests {
    private let calls: CallCount
    private let server: HTTPServer

    private final class CallCount: Sendable {
        let count = Atomic(0)
    }

    init() throws {
        let calls = CallCount()
        let handler: HTTPRoute.Handler = { _ in
            calls.count.add(1, ordering: .relaxed)
            return .text("done")
        }
        var configuration = HTTPServerConfiguration()
        configuration.guard = RequestGuard(listenAddress: "127.0.0.1", token: "s3cret")
        server = try HTTPServer(
            configuration,
            routes: [
                HTTPRoute("POST", "/api/start", handler), HTTPRoute("GET", "/-/healthy", handler),
                HTTPRoute("GET", "/ws") { _ in .webSocket(WebSocketHub()) },
            ]
        )
        self.calls = calls
    }

    @Test func `no attack reaches a handler over the wire`() async throws {
        try await onThread {
            let token = ("Authorization", "Bearer s3cret")
            let json = ("Content-Type", "application/json")
            let attempts: [(String, String, [(String, String)], [UInt8]?, Int)] = [
                ("GET", "/-/healthy", [("Host", "evil.test:8000"), token], nil, 421),
                ("GET", "/-/healthy", [], nil, 401),
                ("GET", "/nothing", [("Host", "evil.test")], nil, 421),
                ("POST", "/api/start", [token, ("Origin", "http://evil.test")], [], 403),
                ("POST", "/api/start", [token, ("Sec-Fetch-Site", "cross-site")], [], 403),
                (
                    "POST", "/api/start", [token, ("Host", "evil.test"), ("Origin", "http://evil.test"), json],
                    [123, 125], 421
                ),
                ("POST", "/api/start", [token, ("Content-Type", "text/plain")], [123, 125], 415),
                ("GET", "/ws", [token, ("Origin", "http://evil.test")] + TestWebSocket.handshake, nil, 403),
                ("GET", "/ws", [token, ("Host", "evil.test")] + TestWebSocket.handshake, nil, 421),
                ("POST", "/api/start", [token, ("X-Forwarded-Host", "localhost"), ("Host", "evil.test")], [], 421),
            ]
            for (method, target, headers, body, expected) in attempts {
                let response = try TestClient(port: server.port).request(method, target, headers: headers, body: body)
                #expect(response.status == expected)
                #expect(!response.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
            }
            #expect(calls.count.load(ordering: .relaxed) == 0)
        }
    }

    @Test func `two Host headers are a bad request`() async throws {
        try await onThread {
            let client = try TestClient(port: server.port)
            try client.socket.send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n")
            #expect(try client.response().status == 400)
        }
    }

    @Test func `the documented command and the page itself work`() async throws {
        try await onThread {
            let client = try TestClient(port: server.port)
            let token = ("Authorization", "Basic dXNlcjpzM2NyZXQ=")
            #expect(try client.request("POST", "/api/start", headers: [token]).status == 200)
            let own = [token, ("Origin", "http://localhost"), ("Sec-Fetch-Site", "same-origin")]
            #expect(try client.request("POST", "/api/start", headers: own, body: []).status == 200)
            #expect(calls.count.load(ordering: .relaxed) == 2)
        }
    }

    @Test func `without the token the ways to show it are told`() async throws {
        try await onThread {
            let response = try TestClient(port: server.port).request("GET", "/-/healthy")
            let ways = response.headers.filter { $0.name == "WWW-Authenticate" }.map(\.value)
            #expect(ways == ["Basic realm=\"datacap\", charset=\"UTF-8\"", "Bearer realm=\"datacap\""])
        }
    }
}
