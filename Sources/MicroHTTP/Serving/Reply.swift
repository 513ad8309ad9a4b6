internal import CMicroHTTPD

/// A response in the form that goes out to one client: gzip or not, changed or not.
struct Reply {
    private(set) var status: Int
    private var headers: [(String, String)]
    private var body: HTTPResponse.Body

    /// Settles the content coding and answers If-None-Match.
    init(_ response: HTTPResponse, to request: HTTPRequest, core: HTTPServerCore) {
        status = response.status
        headers = response.headers
        body = response.body
        guard case .block(let block) = response.body else { return }
        let isGzip = negotiate(block, response, request: request, core: core)
        guard status == 200, let tag = block.entityTag else { return }
        let current = EntityTag.header(tag, gzip: isGzip)
        headers.append(("ETag", current))
        if request.method == "GET" || request.method == "HEAD", let known = request.header("If-None-Match"),
            EntityTag.list(known, names: current)
        {
            // The body stays, so that Content-Length is that of the 200; libmicrohttpd doesn't send it with a 304.
            status = 304
        }
    }

    /// Takes the gzip form where it is possible and wanted; true if so.
    private mutating func negotiate(
        _ block: ByteBlock,
        _ response: HTTPResponse,
        request: HTTPRequest,
        core: HTTPServerCore
    ) -> Bool {
        let isOpen = response.header("Content-Encoding") == nil && block.count > ContentCoding.minimumSize
        guard isOpen, block.gzipTwin != nil || ContentCoding.isCompressible(response.header("Content-Type")) else {
            return false
        }
        vary(by: "Accept-Encoding")
        guard ContentCoding.prefersGzip(request.header("Accept-Encoding")),
            let gzip = block.gzipTwin ?? core.gzip(block)
        else { return false }
        body = .block(gzip)
        headers.append(("Content-Encoding", "gzip"))
        return true
    }

    private mutating func vary(by field: String) {
        guard let index = headers.firstIndex(where: { HeaderText.equal($0.0, "Vary") }) else {
            headers.append(("Vary", field))
            return
        }
        let known = headers[index].1
        guard !HeaderText.list([known], names: field), !HeaderText.list([known], names: "*") else { return }
        headers[index].1 = "\(known), \(field)"
    }

    /// Hands the response to libmicrohttpd.
    func queue(on connection: OpaquePointer, core: HTTPServerCore) -> MHD_Result {
        guard let response = makeResponse(core: core) else { return .NO }
        defer { MHD_destroy_response(response) }
        let general = core.configuration.responseHeaders.filter { field in
            !headers.contains { HeaderText.equal($0.0, field.0) }
        }
        for (name, value) in headers + general
        where MHD_add_response_header(response, name, value) == .NO {
            core.log("can't send the header field \(name)")
        }
        return MHD_queue_response(connection, UInt32(status), response)
    }

    private func makeResponse(core: HTTPServerCore) -> OpaquePointer? {
        switch body {
        case .block(let block):
            let retained = Unmanaged.passRetained(block)
            let response = MHD_create_response_from_buffer_with_free_callback_cls(
                block.count,
                block.base,
                { context in context.map { Unmanaged<ByteBlock>.fromOpaque($0).release() } },
                retained.toOpaque()
            )
            if response == nil { retained.release() }
            return response
        case .stream(let stream): return core.streams.response(for: stream)
        case .webSocket: return MHD_create_response_for_upgrade(HTTPServerCore.upgrade, nil)
        }
    }
}
