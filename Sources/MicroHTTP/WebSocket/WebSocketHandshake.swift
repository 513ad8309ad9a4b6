/// The server's part of the opening handshake (RFC 6455 §4.2).
enum WebSocketHandshake {
    enum Answer {
        /// The handshake is good, the hub has a place, and this is the value of Sec-WebSocket-Accept.
        case accepted(key: String)
        /// It is not; the reason is only set where a limit and not the client is at fault.
        case refused(HTTPResponse, RejectionReason?)
    }

    /// Checks a handshake and reserves a place in the hub.
    static func answer(to request: HTTPRequest, hub: WebSocketHub) -> Answer {
        guard request.method == "GET", request.version == "HTTP/1.1",
            HeaderText.list(request.headers("Upgrade"), names: "websocket"),
            HeaderText.list(request.headers("Connection"), names: "upgrade")
        else {
            var response = HTTPResponse.problem(status: 426, detail: "This path speaks WebSocket only.")
            response.headers.append(("Upgrade", "websocket"))
            response.headers.append(("Connection", "Upgrade"))
            return .refused(response, nil)
        }
        guard request.headers("Sec-WebSocket-Version") == ["13"] else {
            var response = HTTPResponse.problem(status: 426, detail: "Only version 13 of WebSocket is spoken here.")
            response.headers.append(("Upgrade", "websocket"))
            response.headers.append(("Connection", "Upgrade"))
            response.headers.append(("Sec-WebSocket-Version", "13"))
            return .refused(response, nil)
        }
        let keys = request.headers("Sec-WebSocket-Key")
        guard keys.count == 1, let key = keys.first, key.utf8.count == 24, Digest.base64Decoded(key)?.count == 16 else {
            return .refused(.problem(status: 400, detail: "Sec-WebSocket-Key must be 16 bytes in Base64."), nil)
        }
        guard hub.reserve() else {
            var response = HTTPResponse.problem(status: 503, detail: "There are as many WebSockets as may be.")
            response.headers.append(("Retry-After", "5"))
            return .refused(response, .limit)
        }
        return .accepted(key: acceptance(of: key))
    }

    /// The value of Sec-WebSocket-Accept for this Sec-WebSocket-Key (RFC 6455 §4.2.2, 5.4).
    static func acceptance(of key: String) -> String {
        Digest.base64SHA1(of: key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    }
}
