@testable import MicroHTTP
import Testing

struct MessageTests {
    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("deflate, gzip;q=1.0, *;q=0.5", true), ("gzip;q=0", false), ("*", true),
        ("*;q=0", false), ("gzip;q=0, *", false), ("identity", false), ("br", false), ("", false),
        ("gzip;q=0.5, identity;q=1", false), ("gzip;q=0.001", true), (" gzip ; q=0.8 , br", true), ("x-gzip", true),
    ])
    func `gzip is used where it is accepted and not liked less`(header: String, expected: Bool) {
        #expect(ContentCoding.prefersGzip(header) == expected)
    }

    @Test func `without Accept-Encoding there is no gzip`() { #expect(!ContentCoding.prefersGzip(nil)) }

    @Test(arguments: [
        ("text/plain; charset=utf-8", true), ("application/json", true), ("application/problem+json", true),
        ("image/svg+xml", true), ("application/openmetrics-text; version=1.0.0; charset=utf-8", true),
        ("text/javascript", true), ("image/png", false), ("font/woff2", false), ("application/octet-stream", false),
    ])
    func `text shrinks and pictures don't`(type: String, expected: Bool) {
        #expect(ContentCoding.isCompressible(type) == expected)
    }

    @Test(arguments: [
        ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false),
        ("", false),
    ])
    func `If-None-Match is a list compared weakly`(header: String, expected: Bool) {
        #expect(EntityTag.list(header, names: "\"a\"") == expected)
    }

    @Test func `a problem is JSON however odd its detail`() {
        let problem = HTTPResponse.problem(status: 404, detail: "no \"\\\u{1}\n é")
        guard case .block(let block) = problem.body else { return #expect(Bool(false)) }
        #expect(problem.header("content-type") == "application/problem+json")
        #expect(
            String(decoding: block.bytes, as: UTF8.self) == """
                {"type":"about:blank","title":"Not Found","status":404,"detail":"no \\"\\\\\\u0001\\u000a é"}

                """
        )
    }

    @Test func `a block's tag follows its bytes`() {
        #expect(ByteBlock("abc").tagged().entityTag == "ba7816bf8f01cfea414140de5dae2223")
        #expect(ByteBlock("abd").tagged().entityTag != ByteBlock("abc").tagged().entityTag)
    }

    @Test func `a block keeps a gzip twin only if that is smaller`() {
        let large = ByteBlock(String(repeating: "datacap ", count: 1_000)).gzipped()
        #expect(large.gzipTwin.map { $0.count < 200 && Array($0.bytes.prefix(2)) == [0x1F, 0x8B] } == true)
        #expect(ByteBlock("short").gzipped().gzipTwin == nil)
        #expect(large.withBytes { $0.byteCount } == 8_000)
    }

    @Test func `a request made by hand answers like one from the wire`() {
        let request = HTTPRequest(
            method: "GET",
            path: "/x",
            query: [("a", "1"), ("a", "2")],
            headers: [("Accept", "text/plain")]
        )
        #expect(request.header("ACCEPT") == "text/plain")
        #expect(request.queryValue("a") == "1" && request.queryValue("b") == nil)
    }

    /// The example of RFC 6455 §1.3.
    @Test func `the handshake's answer is that of the RFC`() {
        #expect(WebSocketHandshake.acceptance(of: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func `base64 takes what it made and nothing else`() {
        #expect(Digest.base64Decoded(Digest.base64([0, 1, 2, 255])) == [0, 1, 2, 255])
        #expect(Digest.base64Decoded("!!!!") == nil)
    }
}
