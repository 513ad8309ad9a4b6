internal import CCurl

extension HTTPRequest {
    private static let redirects = 3

    /// Sends the request and waits for the answer, on the caller's thread; an error status is an answer too.
    ///
    /// - Throws: ``CurlError/request(_:)`` when no answer came in time, ``CurlError/bodyTooLong(limit_bytes:)``, and
    ///   the cases of a request that can't be sent.
    package func send() throws(CurlError) -> HTTPResponse {
        let easy = try EasyHandle()
        try easy.set(CURLOPT_URL, url)
        try easy.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        switch method {
        case .get:
            try connection.apply(to: easy, redirects: followsRedirects ? Self.redirects : 0)
        case .post(let body):
            try connection.apply(to: easy, redirects: 0)
            try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(body.count))
            // libcurl copies so many bytes at once; the array's buffer lives through the call.
            try easy.set(CURLOPT_POST, 1)
            var body = body
            try easy.set(CURLOPT_COPYPOSTFIELDS, pointer: &body)
        }
        let fields = try HeaderList(headers)
        try easy.set(CURLOPT_HTTPHEADER, pointer: fields.first)
        var sink = BodySink(limit_bytes: longestBody)
        try withUnsafeMutablePointer(to: &sink) { sink throws(CurlError) in
            try easy.setWrite(BodySink.write, context: sink)
            let code = curl_easy_perform(easy.pointer)
            let overflowed = sink.pointee.overflowed
            guard !overflowed || cutsLongBody else { throw .bodyTooLong(limit_bytes: longestBody) }
            guard code == CURLE_OK || overflowed else { throw .request(DownloadFailure(code, message: "", easy: easy)) }
        }
        withExtendedLifetime(fields) {}
        let retryAfter = easy.offset(CURLINFO_RETRY_AFTER)
        return HTTPResponse(
            status: easy.long(CURLINFO_RESPONSE_CODE),
            contentType: easy.string(CURLINFO_CONTENT_TYPE),
            retryAfter: retryAfter > 0 ? .seconds(retryAfter) : nil,
            body: sink.bytes
        )
    }
}

/// Where an answer's body goes, up to a limit.
private struct BodySink {
    let limit_bytes: Int
    var bytes: [UInt8] = []
    var overflowed = false

    static let write: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        bytes,
        _,
        count,
        context in
        guard let bytes, let sink = context?.assumingMemoryBound(to: BodySink.self) else { return 0 }
        guard count <= sink.pointee.limit_bytes - sink.pointee.bytes.count else {
            let rest = sink.pointee.limit_bytes - sink.pointee.bytes.count
            sink.pointee.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: rest))
            sink.pointee.overflowed = true
            return 0
        }
        sink.pointee.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }
}

/// Header fields as libcurl's list.
private struct HeaderList: ~Copyable {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ fields: [HTTPRequest.Field]) throws(CurlError) {
        for field in fields {
            guard !"\(field.name)\(field.value)".utf8.contains(where: { $0 < 32 || $0 == 127 }) else {
                throw .header(field.name)
            }
            // An empty value would take the field out; the semicolon makes it empty (CURLOPT_HTTPHEADER(3)).
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            guard let list = curl_slist_append(first, line) else { throw .unavailable("no memory for a header") }
            first = list
        }
    }

    deinit { curl_slist_free_all(first) }
}
