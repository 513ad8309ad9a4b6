internal import Glibc
internal import Synchronization
internal import TestSupport

/// A small HTTP/1.1 server on loopback whose answers can go wrong in every way that a real one's can.
final class Origin: Sendable {
    /// What is done with one request.
    enum Answer: Sendable {
        /// A body of so many bytes, with a `Content-Length`.
        case body(Int)
        /// The same bytes in chunks.
        case chunked(Int)
        /// A text with its type.
        case text(String, type: String)
        /// A status with header lines and no body.
        case status(Int, headers: [String] = [])
        /// Another place.
        case redirect(to: String)
        /// So many bytes of a longer body, then nothing more, until the client leaves.
        case stall(after: Int)
        /// So many bytes of a longer body, then the connection's end.
        case breakOff(after: Int)
        /// Nothing until the gate opens, then a body.
        case late(Gate, Int)
        /// A body without end.
        case endless
        /// The request's own header and body, as text.
        case echo
    }

    /// A request as it came.
    struct Request: Sendable {
        var path: String
        var header: String
        var body: [UInt8]
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var sentBody = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Request, Int) -> Answer
    private let state = Mutex(State())

    /// Starts a server on a free port.
    ///
    /// - Parameter answer: What to answer to a request, which is the n-th, counted from 0.
    init(_ answer: @escaping @Sendable (Request, Int) -> Answer) {
        self.answer = answer
        let listener = LoopbackListener(backlog: 128)
        self.listener = listener.descriptor
        port = listener.port
        startThread { [self] in acceptAll() }
    }

    /// Starts a server that answers everything alike.
    convenience init(_ answer: Answer) { self.init { _, _ in answer } }

    func url(_ path: String = "/", scheme: String = "http") -> String { "\(scheme)://127.0.0.1:\(port)\(path)" }

    /// The requests so far, in their order.
    var requests: [Request] { state.withLock { $0.requests } }
    /// How many connections were accepted so far.
    var connections: Int { state.withLock { $0.connections } }
    /// How many bytes of bodies the kernel has taken so far.
    var sentBody: Int { state.withLock { $0.sentBody } }

    /// Ends all connections and the server.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let isStopped = state.withLock { state in
                state.connections += 1
                state.open.insert(connection)
                return state.isStopped
            }
            if isStopped { shutdown(connection, Int32(SHUT_RDWR)) }
            startThread { [self] in
                serve(connection)
                state.withLock { _ = $0.open.remove(connection) }
                close(connection)
            }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        while let request = readRequest(connection) {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            guard give(answer(request, number), to: request, over: connection) else { return }
        }
    }

    /// Answers one request.
    ///
    /// - Returns: Whether the connection can carry another.
    private func give(_ answer: Answer, to request: Request, over connection: Int32) -> Bool {
        func head(_ status: Int, _ headers: [String]) -> Bool {
            send("HTTP/1.1 \(status) x\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n", over: connection)
        }
        switch answer {
        case .body(let count):
            return head(200, ["Content-Length: \(count)"]) && sendBody(count, over: connection)
        case .chunked(let count):
            guard head(200, ["Transfer-Encoding: chunked"]) else { return false }
            return send("\(String(count, radix: 16))\r\n", over: connection) && sendBody(count, over: connection)
                && send("\r\n0\r\n\r\n", over: connection)
        case .text(let text, let type):
            return head(200, ["Content-Length: \(text.utf8.count)", "Content-Type: \(type)"])
                && send(text, over: connection)
        case .status(let status, let headers):
            return head(status, headers + ["Content-Length: 0"])
        case .redirect(let place):
            return head(302, ["Location: \(place)", "Content-Length: 0"])
        case .stall(let count):
            guard head(200, ["Content-Length: \(count + 1_000_000)"]), sendBody(count, over: connection) else {
                return false
            }
            _ = readRequest(connection)
            return false
        case .breakOff(let count):
            _ = head(200, ["Content-Length: \(count + 1_000_000)"]) && sendBody(count, over: connection)
            return false
        case .late(let gate, let count):
            gate.wait()
            return head(200, ["Content-Length: \(count)"]) && sendBody(count, over: connection)
        case .endless:
            guard head(200, ["Content-Length: \(Int.max)"]) else { return false }
            while sendBody(1 << 20, over: connection) {}
            return false
        case .echo:
            let text = request.header + "\n" + String(decoding: request.body, as: UTF8.self)
            return head(200, ["Content-Length: \(text.utf8.count)"]) && send(text, over: connection)
        }
    }
}

extension Origin {
    private func readRequest(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while !bytes.suffix(4).elementsEqual(end) {
            guard let byte = receive(1, over: connection)?.first else { return nil }
            bytes.append(byte)
            if bytes == [0x16] {
                // A TLS handshake; answered as nginx answers it on a plain port.
                _ = send("HTTP/1.1 400 x\r\n\r\n", over: connection)
                return nil
            }
        }
        let header = String(decoding: bytes, as: UTF8.self)
        let lines = header.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        let length = lines.compactMap { line -> Int? in
            let parts = line.split(separator: ": ")
            return parts.first?.lowercased() == "content-length" ? parts.last.flatMap { Int($0) } : nil
        }
        guard words.count == 3, let body = receive(length.first ?? 0, over: connection) else { return nil }
        return Request(path: String(words[1]), header: header, body: body)
    }

    private func receive(_ count: Int, over connection: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        guard count > 0 else { return bytes }
        return recv(connection, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }

    private func send(_ text: String, over connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private func sendBody(_ count: Int, over connection: Int32) -> Bool {
        let piece = [UInt8](repeating: 0x2E, count: min(count, 1 << 16))
        var left = count
        while left > 0 {
            let sent = Glibc.send(connection, piece, min(left, piece.count), Int32(MSG_NOSIGNAL))
            guard sent > 0 else { return false }
            state.withLock { $0.sentBody += sent }
            left -= sent
        }
        return true
    }
}
