import Glibc
import MicroHTTP
import Synchronization
import TestSupport
import Testing

struct TLSTests {
    /// Runs a shell command and returns what it printed; blocks.
    private static func shell(_ command: String) throws -> String {
        guard let pipe = popen(command, "r") else { throw TestSocket.Failure("popen") }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        pclose(pipe)
        return String(decoding: output, as: UTF8.self)
    }

    /// A fresh key and a certificate for localhost, as PEM.
    private static func identity() throws -> TLSIdentity {
        let pem = try shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
            -keyout /dev/stdout 2>/dev/null
            """
        )
        let start = try #require(pem.firstRange(of: "-----BEGIN CERTIFICATE"))
        return TLSIdentity(certificate: Array(pem[start.lowerBound...].utf8), key: Array(pem[..<start.lowerBound].utf8))
    }

    @Test func `requests come over TLS`() async throws {
        try await onThread {
            let identity = try Self.identity()
            let server = try HTTPServerTests.server { $0.tls = identity }
            let request = "printf 'GET /small HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n'"
            let answer = try Self.shell(
                "\(request) | timeout 10 openssl s_client -quiet -connect 127.0.0.1:\(server.port) 2>/dev/null"
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 OK") && answer.hasSuffix("small"))
        }
    }

    @Test func `a WebSocket works over TLS, and is told when the server stops`() async throws {
        let echoed = Flag()
        let hub = WebSocketHub(
            greeting: { ByteBlock("hello") },
            onMessage: { message in
                echoed.isRaised.store(true, ordering: .releasing)
                return message
            }
        )
        let identity = try await onThread { try Self.identity() }
        let server = try HTTPServer(
            HTTPServerConfiguration(tls: identity),
            routes: [HTTPRoute("GET", "/ws") { _ in .webSocket(hub) }]
        )
        async let answer = onThread {
            var input = "GET /ws HTTP/1.1\r\nHost: localhost\r\n"
            for (name, value) in TestWebSocket.handshake { input += "\(name): \(value)\r\n" }
            let octal = (Array((input + "\r\n").utf8) + TestWebSocket.encoded(1, Array("echo".utf8))).map { byte in
                let digits = String(byte, radix: 8)
                return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
            let client = "timeout 10 openssl s_client -quiet -connect 127.0.0.1:\(server.port) 2>/dev/null"
            return try Self.shell("printf '\(octal.joined())' | \(client) | od -An -v -c | tr -d ' \\n'")
        }
        try await onThread {
            #expect(eventually { echoed.isRaised.load(ordering: .acquiring) })
            #expect(ContinuousClock().measure { server.stop() } < promptly)
        }
        let frames = try await answer
        #expect(frames.hasPrefix("HTTP/1.1101"))
        #expect(frames.hasSuffix("201005hello201004echo210002003351"))
    }

    private final class Flag: Sendable {
        let isRaised = Atomic(false)
    }

    @Test func `a certificate without its key is refused with a reason`() async throws {
        try await onThread {
            let first = try Self.identity()
            let second = try Self.identity()
            let mixed = TLSIdentity(certificate: first.certificate, key: second.key)
            let error = #expect(throws: HTTPServerError.self) { try HTTPServerTests.server { $0.tls = mixed } }
            guard case .tls(let reason) = error else { return #expect(Bool(false)) }
            #expect(!reason.isEmpty)
            let empty = TLSIdentity(certificate: [], key: [])
            #expect(throws: HTTPServerError.self) { try HTTPServerTests.server { $0.tls = empty } }
        }
    }
}
