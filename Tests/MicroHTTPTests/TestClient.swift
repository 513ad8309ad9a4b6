/// A response as it came over the wire.
struct TestResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A small HTTP/1.1 client that keeps its connection.
final class TestClient {
    struct BrokenResponse: Error { let received: String }

    let socket: TestSocket
    private var pending: [UInt8] = []

    init(port: Int) throws { socket = try TestSocket(port: port) }

    /// Sends a request, with a Host header unless one is given, and reads the answer.
    func request(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) throws -> TestResponse {
        try send(method, target, headers: headers, body: body)
        return try response(hasBody: method != "HEAD")
    }

    func send(_ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil) throws {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        if !headers.contains(where: { $0.0.lowercased() == "host" }) { head += "Host: localhost\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        try socket.send(Array((head + "\r\n").utf8) + (body ?? []))
    }

    /// Reads one response; to its length, to its last chunk, or to the end of the connection.
    func response(hasBody: Bool = true) throws -> TestResponse {
        var head = try line()
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw BrokenResponse(received: head)
        }
        var response = TestResponse(status: status, headers: [], body: [])
        head = try line()
        while !head.isEmpty {
            let parts = head.split(separator: ":", maxSplits: 1)
            response.headers.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
            head = try line()
        }
        guard hasBody, status >= 200, status != 204, status != 304 else { return response }
        if let length = response.header("Content-Length").flatMap({ Int($0) }) {
            response.body = try take(length)
        } else if response.header("Transfer-Encoding") == "chunked" {
            while let size = Int(try line(), radix: 16), size > 0 {
                response.body += try take(size)
                _ = try line()
            }
            _ = try line()
        } else {
            while true {
                let part = try socket.receive()
                if part.isEmpty { break }
                pending += part
            }
            response.body = pending
            pending = []
        }
        return response
    }

    /// The next `count` bytes.
    func take(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try fill() }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    /// What has come behind the last response.
    func takePending() -> [UInt8] {
        defer { pending = [] }
        return pending
    }

    private func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: 10) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<max(end - 1, 0)], as: UTF8.self)
            }
            try fill()
        }
    }

    private func fill() throws {
        let part = try socket.receive()
        guard !part.isEmpty else { throw BrokenResponse(received: String(decoding: pending, as: UTF8.self)) }
        pending += part
    }
}
