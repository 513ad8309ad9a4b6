internal import CWslay
internal import Glibc

/// One WebSocket: wslay's state and the socket it reads and writes, for the hub's thread only.
final class WebSocketConnection {
    /// How much is read from one client before the others have their turn.
    private static let readBudget = 131_072
    /// How many messages may wait: empty pongs have no bytes to count.
    private static let queuedMessageLimit = 4_096

    let socket: UpgradedSocket
    /// The events that epoll watches for now.
    var watched: UInt32 = 0
    /// How many pings have gone by since anything came from the client.
    var silentPings = 0
    private var wslay: OpaquePointer?
    private let maximumQueuedBytes: Int
    private let onMessage: (WebSocketMessage) -> WebSocketMessage?
    private var earlyRead = 0
    private var budget = 0
    private var frameHeader: [UInt8] = []

    init?(
        _ socket: UpgradedSocket,
        configuration: WebSocketHub.Configuration,
        onMessage: @escaping (WebSocketMessage) -> WebSocketMessage?
    ) {
        self.socket = socket
        self.onMessage = onMessage
        maximumQueuedBytes = configuration.maximumQueuedBytes
        var callbacks = Self.callbacks
        guard wslay_event_context_server_init(&wslay, &callbacks, Unmanaged.passUnretained(self).toOpaque()) == 0 else {
            return nil
        }
        wslay_event_config_set_max_recv_msg_length(wslay, UInt64(configuration.maximumMessageBytes))
    }

    deinit { wslay_event_context_free(wslay) }

    /// Whether the client may have something to say, and whether there is something to tell it.
    var wantsToRead: Bool { wslay_event_want_read(wslay) != 0 }
    var wantsToWrite: Bool { wslay_event_want_write(wslay) != 0 || !frameHeader.isEmpty }
    /// How many messages wait to be sent.
    var queuedMessages: Int { wslay_event_get_queued_msg_count(wslay) }

    /// Reads what has come; false when the connection is over.
    func read() -> Bool {
        budget = Self.readBudget
        guard wslay_event_recv(wslay) == 0 else { return false }
        return queuedMessages <= Self.queuedMessageLimit
    }

    /// Writes what is queued as far as the socket takes it; false when the connection is over.
    func write() -> Bool {
        guard wslay_event_want_write(wslay) != 0 else { return true }
        return wslay_event_send(wslay) == 0
    }

    /// Queues a text message; false when the client has too much waiting already.
    func queue(_ text: ByteBlock) -> Bool {
        text.withUnsafeBytes { queue($0, opcode: WSLAY_TEXT_FRAME) }
    }

    /// Queues a ping (RFC 6455 §5.5.2).
    func queuePing() { _ = queue(UnsafeRawBufferPointer(start: nil, count: 0), opcode: WSLAY_PING) }

    /// Queues a Close frame, the last that is sent.
    func queueClose(code: UInt16) { wslay_event_queue_close(wslay, code, nil, 0) }

    private func queue(_ bytes: UnsafeRawBufferPointer, opcode: wslay_opcode) -> Bool {
        guard wslay_event_get_queued_msg_length(wslay) + bytes.count <= maximumQueuedBytes else { return false }
        var message = wslay_event_msg(
            opcode: UInt8(opcode.rawValue),
            msg: bytes.bindMemory(to: UInt8.self).baseAddress,
            msg_length: bytes.count
        )
        // It refuses only once a Close frame is queued, when nothing more is owed.
        wslay_event_queue_msg(wslay, &message)
        return true
    }

    private func receive(_ message: wslay_event_on_msg_recv_arg) {
        silentPings = 0
        let bytes = UnsafeRawBufferPointer(start: message.msg, count: message.msg_length)
        let received: WebSocketMessage
        switch UInt32(message.opcode) {
        case WSLAY_TEXT_FRAME.rawValue: received = .text(String(decoding: bytes, as: UTF8.self))
        case WSLAY_BINARY_FRAME.rawValue: received = .binary([UInt8](bytes))
        default: return
        }
        guard let reply = onMessage(received) else { return }
        let isQueued =
            switch reply {
            case .text(var text): text.withUTF8 { queue(UnsafeRawBufferPointer($0), opcode: WSLAY_TEXT_FRAME) }
            case .binary(let bytes): bytes.withUnsafeBytes { queue($0, opcode: WSLAY_BINARY_FRAME) }
            }
        if !isQueued {
            wslay_event_shutdown_read(wslay)
            queueClose(code: UInt16(WSLAY_CODE_POLICY_VIOLATION.rawValue))
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if earlyRead < socket.early.count {
            let part = socket.early[earlyRead...].prefix(buffer.count)
            buffer.copyBytes(from: part)
            earlyRead += part.count
            return part.count
        }
        guard budget > 0 else {
            errno = EAGAIN
            return -1
        }
        let count = recv(socket.descriptor, buffer.baseAddress, buffer.count, 0)
        budget -= max(count, 0)
        return count
    }

    /// Sends a frame's header and payload in one call though wslay brings them one after the other.
    private func write(_ bytes: UnsafeRawBufferPointer, more: Bool) -> Int {
        if more, frameHeader.isEmpty {
            frameHeader.append(contentsOf: bytes)
            return bytes.count
        }
        let headerCount = frameHeader.count
        let sent = frameHeader.withUnsafeMutableBytes { header in
            withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
                parts[0] = iovec(iov_base: header.baseAddress, iov_len: header.count)
                parts[1] = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                var message = msghdr()
                message.msg_iov = parts.baseAddress
                message.msg_iovlen = parts.count
                return sendmsg(socket.descriptor, &message, Int32(MSG_NOSIGNAL))
            }
        }
        guard sent >= 0 else { return sent }
        frameHeader.removeFirst(min(sent, headerCount))
        guard sent > headerCount || bytes.isEmpty else {
            // wslay must not take a header that went out alone for a part of the payload.
            errno = EAGAIN
            return -1
        }
        return sent - headerCount
    }

    private static let callbacks: wslay_event_callbacks = {
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, buffer, size, _, user in
            guard let user, let buffer else { return -1 }
            let connection = Unmanaged<WebSocketConnection>.fromOpaque(user).takeUnretainedValue()
            let count = connection.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
            return result(count, context: context)
        }
        callbacks.send_callback = { context, bytes, size, flags, user in
            guard let user, let bytes else { return -1 }
            let connection = Unmanaged<WebSocketConnection>.fromOpaque(user).takeUnretainedValue()
            let more = flags & Int32(WSLAY_MSG_MORE.rawValue) != 0
            let count = connection.write(UnsafeRawBufferPointer(start: bytes, count: size), more: more)
            return result(count, context: context)
        }
        callbacks.on_msg_recv_callback = { _, message, user in
            guard let user, let message else { return }
            Unmanaged<WebSocketConnection>.fromOpaque(user).takeUnretainedValue().receive(message.pointee)
        }
        return callbacks
    }()

    /// What a socket call returned in wslay's terms: nothing now, or the end.
    private static func result(_ count: Int, context: OpaquePointer?) -> Int {
        guard count <= 0 else { return count }
        let isEmpty = count < 0 && (errno == EAGAIN || errno == EINTR)
        let code = isEmpty ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE
        wslay_event_set_error(context, Int32(code.rawValue))
        return -1
    }
}
