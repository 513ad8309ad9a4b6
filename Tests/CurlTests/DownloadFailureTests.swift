internal import Curl
internal import TestSupport
import Testing

@Suite struct DownloadFailureTests {
    @Test func `an error status is a failure, and its body doesn't count`() async throws {
        let origin = Origin(.status(404))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure?.kind == .status)
        #expect(end.httpStatus == 404)
        #expect(end.bytes == 0)
        #expect(end.retryAfter == nil)
    }

    @Test(arguments: [403, 429, 503])
    func `what the server asks for with Retry-After is told`(status: Int) async throws {
        let origin = Origin(.status(status, headers: ["Retry-After: 7"]))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure?.kind == .status)
        #expect(end.retryAfter == .seconds(7))
    }

    @Test func `what one answer asked for isn't told of the next`() async throws {
        let origin = Origin { _, number in .status(429, headers: number == 0 ? ["Retry-After: 7"] : []) }
        defer { origin.stop() }
        let told = try await onThread { [url = origin.url()] in
            var pool = try DownloadPool(slots: 1, options: options())
            var told: [Duration?] = []
            for _ in 0..<2 {
                try pool.start(slot: 0, url: url)
                told.append(try nextEnd(&pool)?.retryAfter)
            }
            return told
        }
        #expect(told == [.seconds(7), nil])
    }

    @Test func `a proxy that refuses the tunnel is a failure to connect`() async throws {
        let proxy = Origin(.status(403))
        defer { proxy.stop() }
        var options = options()
        options.connection.proxy = proxy.url()
        #expect(try await download("https://192.0.2.1/", options).failure?.kind == .connect)
        #expect(proxy.requests.first?.header.hasPrefix("CONNECT 192.0.2.1:443 ") == true)
    }

    @Test func `a final status that is neither success nor error is a failure`() async throws {
        let origin = Origin(.status(304))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure == DownloadFailure(kind: .status, detail: "the server answered with status 304"))
    }

    @Test func `redirects without end are a failure after five`() async throws {
        let origin = Origin(.redirect(to: "/again"))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure?.kind == .status)
        #expect(origin.requests.count == 6)
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1/"])
    func `a redirect away from HTTP is not followed`(place: String) async throws {
        let origin = Origin(.redirect(to: place))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure?.kind == .status)
        #expect(end.bytes == 0)
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://"])
    func `a URL that isn't HTTP gets no connection`(url: String) async throws {
        #expect(try await download(url).failure?.kind == .connect)
    }

    @Test func `a body that breaks off is a failure, and what came counts`() async throws {
        let origin = Origin(.breakOff(after: 80_000))
        defer { origin.stop() }
        let end = try await download(origin.url())
        #expect(end.failure?.kind == .body)
        #expect(end.bytes == 80_000)
    }

    @Test(arguments: [0, 80_000])
    func `a server that stops sending is given up`(count: Int) async throws {
        let origin = Origin(.stall(after: count))
        defer { origin.stop() }
        let end = try await download(origin.url(), options(stallTimeout: .milliseconds(300)))
        #expect(end.failure?.kind == .stall)
        #expect(end.bytes == count)
    }

    @Test func `a server that never answers is given up`() async throws {
        let gate = Gate()
        let origin = Origin(.late(gate, 1))
        defer { origin.stop() }
        let end = try await download(origin.url(), options(stallTimeout: .milliseconds(300)))
        gate.open()
        #expect(end.failure?.kind == .stall)
        #expect(end.httpStatus == 0)
    }

    @Test func `a closed port is a failure to connect`() async throws {
        let origin = Origin(.body(1))
        origin.stop()
        #expect(await eventually { !canConnect(to: origin.port) })
        #expect(try await download(origin.url()).failure?.kind == .connect)
    }

    @Test func `a name without an address is a failure to resolve`() async throws {
        #expect(try await download("http://nothing.invalid/").failure?.kind == .resolve)
    }

    @Test func `a server that doesn't speak TLS is a failure of TLS`() async throws {
        let origin = Origin(.body(1))
        defer { origin.stop() }
        #expect(try await download(origin.url(scheme: "https")).failure?.kind == .tls)
    }
}
