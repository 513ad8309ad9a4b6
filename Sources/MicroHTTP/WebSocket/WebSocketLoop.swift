internal import CLinux
internal import Glibc

/// The body of a hub's thread: who is connected, and what happens to them.
final class WebSocketLoop {
    /// How long clients have to answer our Close frame when the hub stops.
    static let farewellMilliseconds = 200

    private let core: HubCore
    private let poll: EventPoll
    private let waker: Waker
    private var connections: [Int32: WebSocketConnection] = [:]
    private var nextPing: Int
    private var farewell: Int?

    init(core: HubCore, poll: EventPoll, waker: Waker) {
        self.core = core
        self.poll = poll
        self.waker = waker
        nextPing = 0
    }

    /// Serves until the hub stops.
    func run() {
        poll.watch(waker.descriptor, events: EPOLLIN.rawValue, isNew: true)
        nextPing = Self.now() + pingInterval
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while !isOver {
            let count = poll.wait(into: &events, timeoutMilliseconds: timeout)
            for event in events[..<count] {
                if event.data.fd == waker.descriptor {
                    waker.rest()
                    for command in core.takeCommands() { carryOut(command) }
                } else if let connection = connections[event.data.fd] {
                    serve(connection, mayRead: event.events & ~EPOLLOUT.rawValue != 0)
                }
            }
            if Self.now() >= nextPing { ping() }
        }
        for connection in Array(connections.values) { remove(connection) }
    }

    private var isOver: Bool { farewell.map { connections.isEmpty || Self.now() >= $0 } ?? false }

    private var timeout: Int32 {
        if let farewell { return Int32(clamping: max(0, farewell - Self.now())) }
        return connections.isEmpty ? -1 : Int32(clamping: max(0, nextPing - Self.now()))
    }

    private var pingInterval: Int { max(1, Int(core.configuration.pingIntervalSeconds * 1_000)) }

    private func carryOut(_ command: HubCore.Command) {
        switch command {
        case .adopt(let socket): adopt(socket)
        case .broadcast(let text):
            for connection in Array(connections.values) { send(text, to: connection) }
        case .stop:
            farewell = Self.now() + Self.farewellMilliseconds
            for connection in Array(connections.values) {
                connection.queueClose(code: 1_001)
                serve(connection, mayRead: false)
            }
        }
    }

    private func adopt(_ socket: UpgradedSocket) {
        var socket = socket
        socket.prepare()
        let connection = WebSocketConnection(socket, configuration: core.configuration) { [core] in core.onMessage($0) }
        guard let connection else {
            core.leave()
            socket.close()
            return
        }
        if connections.isEmpty { nextPing = Self.now() + pingInterval }
        connections[socket.descriptor] = connection
        if let greeting = core.greeting() { _ = connection.queue(greeting) }
        // wslay would send the answer to a Close frame that came with the handshake first.
        serve(connection, mayRead: false)
        if connections[socket.descriptor] === connection { serve(connection, mayRead: true) }
    }

    private func send(_ text: ByteBlock, to connection: WebSocketConnection) {
        guard connection.queue(text) else {
            drop(connection, messages: connection.queuedMessages + 1)
            return
        }
        // A socket that is full already will say so when it isn't any more.
        if connection.watched & EPOLLOUT.rawValue == 0 { serve(connection, mayRead: false) }
    }

    private func ping() {
        nextPing = Self.now() + pingInterval
        for connection in Array(connections.values) {
            guard connection.silentPings < 2 else {
                drop(connection, messages: connection.queuedMessages)
                continue
            }
            connection.silentPings += 1
            connection.queuePing()
            if connection.watched & EPOLLOUT.rawValue == 0 { serve(connection, mayRead: false) }
        }
    }

    /// Reads and writes as far as it goes now, and watches for what is left.
    private func serve(_ connection: WebSocketConnection, mayRead: Bool) {
        guard !mayRead || connection.read(), connection.write(), connection.wantsToRead || connection.wantsToWrite
        else {
            remove(connection)
            return
        }
        var events: UInt32 = 0
        if connection.wantsToRead { events |= EPOLLIN.rawValue }
        if connection.wantsToWrite { events |= EPOLLOUT.rawValue }
        guard events != connection.watched else { return }
        poll.watch(connection.socket.descriptor, events: events, isNew: connection.watched == 0)
        connection.watched = events
    }

    private func drop(_ connection: WebSocketConnection, messages: Int) {
        remove(connection)
        core.countDrop(messages: messages)
    }

    private func remove(_ connection: WebSocketConnection) {
        let descriptor = connection.socket.descriptor
        if connection.watched != 0 { poll.forget(descriptor) }
        connections[descriptor] = nil
        connection.socket.close()
        core.leave()
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
