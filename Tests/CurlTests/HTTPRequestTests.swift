internal import Curl
internal import TestSupport
import Testing

@Suite struct HTTPRequestTests {
    private let connection = ConnectionOptions(userAgent: "datacap/test", proxy: "")

    private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await onThread { try request.send() }
    }

    @Test func `an answer comes with status, type and body`() async throws {
        let origin = Origin(.text("{\"ip\":\"192.0.2.1\"}", type: "application/json"))
        defer { origin.stop() }
        let response = try await send(HTTPRequest(url: origin.url(), connection: connection))
        #expect(response.status == 200)
        #expect(response.contentType == "application/json")
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"ip\":\"192.0.2.1\"}")
    }

    @Test func `an error status is an answer`() async throws {
        let origin = Origin(.status(503, headers: ["Retry-After: 30"]))
        defer { origin.stop() }
        let response = try await send(HTTPRequest(url: origin.url(), connection: connection))
        #expect(response.status == 503)
        #expect(response.retryAfter == .seconds(30))
    }

    @Test func `a body is posted with its header fields`() async throws {
        let origin = Origin(.echo)
        defer { origin.stop() }
        let response = try await send(
            HTTPRequest(
                .post(body: Array("{\"a\":1}".utf8)),
                url: origin.url("/hook"),
                headers: [.init("Content-Type", "application/json"), .init("X-Empty", "")],
                connection: connection
            )
        )
        let echo = String(decoding: response.body, as: UTF8.self)
        #expect(echo.hasPrefix("POST /hook HTTP/1.1\r\n"))
        #expect(echo.contains("\r\nContent-Type: application/json\r\n"))
        #expect(echo.contains("\r\nX-Empty:\r\n"))
        #expect(echo.contains("\r\nUser-Agent: datacap/test\r\n"))
        #expect(echo.hasSuffix("\n{\"a\":1}"))
    }

    @Test func `an empty body can be posted`() async throws {
        let origin = Origin(.echo)
        defer { origin.stop() }
        let response = try await send(HTTPRequest(.post(body: []), url: origin.url(), connection: connection))
        #expect(String(decoding: response.body, as: UTF8.self).contains("\r\nContent-Length: 0\r\n"))
    }

    @Test func `a header field can't break the request's framing`() async throws {
        let request = HTTPRequest(
            url: "http://127.0.0.1:1/",
            headers: [.init("X-A", "1\r\nX-B: 2")],
            connection: connection
        )
        await #expect(throws: CurlError.header("X-A")) { try await send(request) }
    }

    @Test func `a body over the limit is refused`() async throws {
        let origin = Origin(.body(1_001))
        defer { origin.stop() }
        var request = HTTPRequest(url: origin.url(), connection: connection, longestBody: 1_001)
        #expect(try await send(request).body.count == 1_001)
        request.longestBody = 1_000
        let short = request
        await #expect(throws: CurlError.bodyTooLong(limit_bytes: 1_000)) { try await send(short) }
    }

    @Test func `or cut, with its status, if the request says so`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        var request = HTTPRequest(url: origin.url(), connection: connection, longestBody: 1_000)
        request.cutsLongBody = true
        let cut = request
        let response = try await send(cut)
        #expect((response.status, response.body.count) == (200, 1_000))
    }

    @Test func `the whole request is bounded in time`() async throws {
        let origin = Origin(.stall(after: 10))
        defer { origin.stop() }
        let request = HTTPRequest(url: origin.url(), connection: connection, timeout: .milliseconds(300))
        await #expect(throws: CurlError.self) { try await send(request) }
    }

    @Test func `GET follows three redirects, POST none`() async throws {
        let origin = Origin { _, number in number < 3 ? .redirect(to: "/next") : .body(5) }
        defer { origin.stop() }
        #expect(try await send(HTTPRequest(url: origin.url(), connection: connection)).body.count == 5)
        let loop = Origin(.redirect(to: "/next"))
        defer { loop.stop() }
        await #expect(throws: CurlError.self) {
            try await send(HTTPRequest(url: loop.url(), connection: connection))
        }
        let posted = try await send(HTTPRequest(.post(body: [1]), url: loop.url(), connection: connection))
        #expect(posted.status == 302)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
    func `only HTTP is spoken`(url: String) async throws {
        await #expect(throws: CurlError.self) { try await send(HTTPRequest(url: url, connection: connection)) }
    }
}
