import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct HTTPServerTests {
    private static let page = ByteBlock(String(repeating: "<p>datacap</p>\n", count: 200)).gzipped().tagged()
    private static let metrics = String(repeating: "datacap_downloaded_bytes_total 1\n", count: 100)

    static let routes: [HTTPRoute] = [
        HTTPRoute("GET", "/") { _ in .block(page, contentType: "text/html; charset=utf-8") },
        HTTPRoute("GET", "/small") { _ in .text("small") },
        HTTPRoute("GET", "/metrics") { _ in
            var response = HTTPResponse.text(metrics)
            response.headers.append(("Vary", "Accept"))
            return response
        },
        HTTPRoute("GET", "/picture") { _ in .block(ByteBlock(metrics), contentType: "image/png") },
        HTTPRoute("POST", "/echo") { request in .json(request.body) },
        HTTPRoute("PATCH", "/echo") { request in .json(request.body) },
        HTTPRoute("GET", "/look/{name}") { request in
            let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            let parts = [
                request.path, request.pathParameters["name"], query, request.header("x-one"), request.clientAddress,
            ]
            return .text(parts.map { $0 ?? "nil" }.joined(separator: "|"))
        },
    ]

    static func server(_ change: (inout HTTPServerConfiguration) -> Void = { _ in }) throws -> HTTPServer {
        var configuration = HTTPServerConfiguration()
        change(&configuration)
        return try HTTPServer(configuration, routes: routes)
    }

    @Test func `a request reaches its handler with path, query and headers`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            let target = "/look/a%2Fb?x=1&y=a%20b+c&z&bad=%zz"
            let response = try client.request("GET", target, headers: [("X-One", "1")])
            #expect(response.text == "/look/a/b|a/b|x=1;y=a b c;z=|1|127.0.0.1")
            #expect(server.address == "127.0.0.1:\(server.port)")
        }
    }

    @Test func `one connection serves many requests`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            for number in 0..<50 {
                let body = Array("{\"n\":\(number)}".utf8)
                #expect(try client.request("POST", "/echo", body: body).body == body)
                #expect(try client.request("GET", "/small").text == "small")
            }
            #expect(server.statistics.connections == 1)
        }
    }

    @Test func `HEAD is GET without the body`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            let get = try client.request("GET", "/")
            let head = try client.request("HEAD", "/")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.header("Content-Length") == get.header("Content-Length"))
            #expect(head.header("ETag") == get.header("ETag"))
            #expect(try client.request("GET", "/small").text == "small")
        }
    }

    @Test func `errors are problems, and a wrong method is told the right ones`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            let missing = try client.request("GET", "/nothing")
            #expect(missing.status == 404)
            #expect(missing.header("Content-Type") == "application/problem+json")
            #expect(missing.text.hasPrefix(#"{"type":"about:blank","title":"Not Found","status":404,"#))
            let wrong = try client.request("POST", "/small", body: [])
            #expect(wrong.status == 405 && wrong.header("Allow") == "GET, HEAD")
            #expect(try client.request("OPTIONS", "/echo").header("Allow") == "PATCH, POST")
            #expect(try client.request("GET", "/%zz").status == 400)
            #expect(try client.request("BREW", "/").status == 405)
        }
    }

    @Test func `gzip goes to those who want it, and caches are told`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            let plain = try client.request("GET", "/metrics")
            #expect(plain.header("Content-Encoding") == nil && plain.text == Self.metrics)
            #expect(plain.header("Vary") == "Accept, Accept-Encoding")
            let gzip = try client.request("GET", "/metrics", headers: [("Accept-Encoding", "gzip")])
            #expect(gzip.header("Content-Encoding") == "gzip" && gzip.body.prefix(2) == [0x1F, 0x8B])
            #expect(gzip.body.count < 200)
            let twin = try client.request("GET", "/", headers: [("Accept-Encoding", "gzip")])
            #expect(twin.body == Self.page.gzipTwin?.bytes)
            let picture = try client.request("GET", "/picture", headers: [("Accept-Encoding", "gzip")])
            #expect(picture.header("Content-Encoding") == nil && picture.header("Vary") == nil)
            #expect(try client.request("GET", "/small", headers: [("Accept-Encoding", "gzip")]).text == "small")
        }
    }

    @Test func `what a client has already is not sent again`() async throws {
        try await onThread {
            let server = try Self.server()
            let client = try TestClient(port: server.port)
            let plain = try #require(try client.request("GET", "/").header("ETag"))
            let accept = ("Accept-Encoding", "gzip")
            let gzip = try #require(try client.request("GET", "/", headers: [accept]).header("ETag"))
            #expect(plain != gzip)
            let known = try client.request("GET", "/", headers: [("If-None-Match", "\"x\", \(plain)")])
            #expect(known.status == 304 && known.header("ETag") == plain && known.header("Content-Length") != "0")
            #expect(try client.request("GET", "/", headers: [accept, ("If-None-Match", gzip)]).status == 304)
            #expect(try client.request("GET", "/", headers: [accept, ("If-None-Match", plain)]).status == 200)
            #expect(try client.request("HEAD", "/", headers: [("If-None-Match", plain)]).status == 304)
        }
    }

    @Test func `every response carries the configured headers`() async throws {
        try await onThread {
            let server = try Self.server { $0.responseHeaders = [("X-Content-Type-Options", "nosniff")] }
            let client = try TestClient(port: server.port)
            #expect(try client.request("GET", "/small").header("X-Content-Type-Options") == "nosniff")
            #expect(try client.request("GET", "/nothing").header("X-Content-Type-Options") == "nosniff")
        }
    }

    @Test func `a response's own header takes the place of the configured one`() async throws {
        try await onThread {
            let server = try Self.server { $0.responseHeaders = [("content-type", "x/y"), ("X-Other", "1")] }
            let answer = try TestClient(port: server.port).request("GET", "/small")
            #expect(answer.headers.filter { $0.name.lowercased() == "content-type" }.count == 1)
            #expect(answer.header("Content-Type") != "x/y")
            #expect(answer.header("X-Other") == "1")
        }
    }

    @Test func `requests and rejections are counted`() async throws {
        try await onThread {
            let server = try Self.server { $0.guard = RequestGuard(listenAddress: "127.0.0.1") }
            let client = try TestClient(port: server.port)
            _ = try client.request("GET", "/small")
            _ = try client.request("GET", "/look/a")
            _ = try client.request("HEAD", "/look/b")
            _ = try client.request("GET", "/nothing")
            _ = try client.request("GET", "/small", headers: [("Host", "evil.test")])
            let statistics = server.statistics
            #expect(
                statistics.requests == [
                    .init(handler: "/small", method: "get", code: 200): 1,
                    .init(handler: "/look/{name}", method: "get", code: 200): 1,
                    .init(handler: "/look/{name}", method: "head", code: 200): 1,
                    .init(handler: "other", method: "get", code: 404): 1,
                    .init(handler: "other", method: "get", code: 421): 1,
                ]
            )
            #expect(statistics.rejections == [.host: 1])
        }
    }
}
