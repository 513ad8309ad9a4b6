/// A WebSocket client that shows every frame and can break every rule.
final class TestWebSocket {
    struct Frame: Equatable, Sendable {
        var opcode: UInt8
        var payload: [UInt8]

        static func text(_ text: String) -> Frame { Frame(opcode: 1, payload: Array(text.utf8)) }

        /// The status code of a Close frame.
        var closeCode: Int? {
            opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
        }
    }

    static let handshake = [
        ("Upgrade", "websocket"), ("Connection", "keep-alive, Upgrade"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    let response: TestResponse
    let client: TestClient
    private var pending: [UInt8]

    init(port: Int, path: String = "/ws", early: [UInt8] = []) throws {
        client = try TestClient(port: port)
        try client.send("GET", path, headers: Self.handshake)
        if !early.isEmpty { try client.socket.send(early) }
        response = try client.response(hasBody: false)
        pending = client.takePending()
    }

    /// A frame as a client sends it, masked with a fixed mask.
    static func encoded(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [opcode | (final ? 0x80 : 0)]
        switch payload.count {
        case 0..<126: bytes.append(0x80 | UInt8(payload.count))
        case 126..<65_536: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [0x80 | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 255) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        bytes += mask
        bytes += payload.enumerated().map { $1 ^ mask[$0 & 3] }
        return bytes
    }

    func send(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true) throws {
        try client.socket.send(Self.encoded(opcode, payload, final: final))
    }

    func send(_ text: String) throws { try send(1, Array(text.utf8)) }

    /// The next frame, or nil at the end of the connection.
    func frame() throws -> Frame? {
        guard let head = try take(2) else { return nil }
        var size = Int(head[1] & 127)
        if size == 126 {
            guard let bytes = try take(2) else { return nil }
            size = bytes.reduce(0) { $0 << 8 | Int($1) }
        } else if size == 127 {
            guard let bytes = try take(8) else { return nil }
            size = bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = try take(size) else { return nil }
        return Frame(opcode: head[0] & 15, payload: payload)
    }

    private func take(_ count: Int) throws -> [UInt8]? {
        while pending.count < count {
            let part = try client.socket.receive()
            if part.isEmpty { return nil }
            pending += part
        }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }
}
