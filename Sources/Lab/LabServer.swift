package import DatacapCore
package import MicroHTTP

/// An HTTP server behind a ``LabLine``: the provider in a box, on loopback.
///
/// | path | answers |
/// |---|---|
/// | `/data?bytes=N` | N bytes, 1 GB if not said, at the line's rate |
/// | `/slow?bytes=N` | the same from a slow server: at most the plan's slow rate |
/// | `/error` | 503 with `Retry-After: 1` |
package final class LabServer: Sendable {
    /// The line that all connections share.
    package let line: LabLine
    /// The TCP port in use.
    package let port: Int
    private let server: HTTPServer

    /// The largest body that a request may ask for.
    package static let largestBody = ByteCount.gigabytes(1_000)

    /// Opens the line and listens.
    ///
    /// - Parameters:
    ///   - plan: What the line does.
    ///   - host: The address to listen on.
    ///   - port: The TCP port, 0 for any free one.
    ///   - log: Takes the server's messages.
    /// - Throws: ``HTTPServerError`` if it can't listen there.
    package init(
        plan: LabPlan,
        host: String = "127.0.0.1",
        port: Int = 0,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(HTTPServerError) {
        let line = LabLine(plan: plan)
        let routes = [
            HTTPRoute("GET", "/data") { Self.body($0, line, isSlowHost: false) },
            HTTPRoute("GET", "/slow") { Self.body($0, line, isSlowHost: true) },
            HTTPRoute("GET", "/error") { _ in Self.unavailable },
        ]
        let configuration = HTTPServerConfiguration(
            host: host,
            port: port,
            connectionLimit: 256,
            idleTimeoutSeconds: 120,
            threadPerConnection: true,
            log: log
        )
        self.line = line
        server = try HTTPServer(configuration, routes: routes)
        self.port = server.port
    }

    /// Ends all transfers and stops listening.
    package func stop() {
        line.close()
        server.stop()
    }

    private static var unavailable: HTTPResponse {
        var response = HTTPResponse.problem(status: 503, detail: "the lab was told to fail this request")
        response.headers.append(("Retry-After", "1"))
        return response
    }

    private static func body(_ request: HTTPRequest, _ line: LabLine, isSlowHost: Bool) -> HTTPResponse {
        if line.nextRequestFails() { return unavailable }
        let wanted = request.queryValue("bytes")
        guard let count = wanted == nil ? 1_000_000_000 : Int(wanted ?? ""), count >= 0,
            count <= Int(largestBody.bytes)
        else {
            return .problem(status: 400, detail: "bytes must be a whole number from 0 to \(largestBody.bytes)")
        }
        let stream = HTTPBodyStream(length: count) { line.take($0, isSlowHost: isSlowHost) }
        return HTTPResponse(headers: [("Content-Type", "application/octet-stream")], body: .stream(stream))
    }
}
