/// What a handler answers.
package struct HTTPResponse: Sendable {
    /// What follows the header block.
    package enum Body: Sendable {
        /// Bytes that are at hand.
        case block(ByteBlock)
        /// Bytes that are made while they are sent.
        case stream(HTTPBodyStream)
        /// No HTTP body: the connection turns into a WebSocket (RFC 6455) of this hub.
        case webSocket(WebSocketHub)
    }

    /// The status code; the hub's answer to a handshake replaces it where the body is a WebSocket.
    package var status: Int
    /// The header fields, sent as given and in this order.
    package var headers: [(String, String)]
    /// The body.
    package var body: Body

    /// Creates a response of its parts.
    package init(status: Int = 200, headers: [(String, String)] = [], body: Body = .block(.empty)) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response with bytes at hand of the given media type.
    package static func block(_ block: ByteBlock, contentType: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", contentType)], body: .block(block))
    }

    /// A response in plain UTF-8 text.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        .block(ByteBlock(text), contentType: "text/plain; charset=utf-8", status: status)
    }

    /// A response of JSON that is encoded already.
    package static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        .block(ByteBlock(bytes), contentType: "application/json", status: status)
    }

    /// An upgrade of the connection to a WebSocket served by `hub`.
    package static func webSocket(_ hub: WebSocketHub) -> HTTPResponse {
        HTTPResponse(status: 101, body: .webSocket(hub))
    }

    /// The value of the first header field called `name`, in any case.
    package func header(_ name: String) -> String? {
        headers.first { HeaderText.equal($0.0, name) }?.1
    }
}

extension ByteBlock {
    /// A block of no bytes.
    package static let empty = ByteBlock([])
}
