/// A whole message of a WebSocket, its fragments joined (RFC 6455 §5.6).
package enum WebSocketMessage: Hashable, Sendable {
    /// Text; its UTF-8 form has been checked.
    case text(String)
    /// Any bytes.
    case binary([UInt8])
}
