internal import Synchronization

/// What a hub's thread shares with all others: the commands for it, the limits and the counts.
///
/// The thread holds it and not the hub, so that a hub nobody owns any more can end its thread.
final class HubCore: Sendable {
    /// What other threads ask of the hub's thread, carried out in order.
    enum Command {
        case adopt(UpgradedSocket)
        case broadcast(ByteBlock)
        case stop
    }

    private enum Phase {
        case idle
        case running(PosixThread, Waker)
        case stopped(PosixThread?)
    }

    private struct State {
        var phase = Phase.idle
        var inbox: [Command] = []
    }

    let configuration: WebSocketHub.Configuration
    let greeting: @Sendable () -> ByteBlock?
    let onMessage: @Sendable (WebSocketMessage) -> WebSocketMessage?
    private let connections = Atomic(0)
    private let droppedMessages = Atomic(0)
    private let droppedClients = Atomic(0)
    private let state = Mutex(State())

    init(
        configuration: WebSocketHub.Configuration,
        greeting: @escaping @Sendable () -> ByteBlock?,
        onMessage: @escaping @Sendable (WebSocketMessage) -> WebSocketMessage?
    ) {
        self.configuration = configuration
        self.greeting = greeting
        self.onMessage = onMessage
    }

    var statistics: WebSocketHub.Statistics {
        WebSocketHub.Statistics(
            connections: connections.load(ordering: .relaxed),
            droppedMessages: droppedMessages.load(ordering: .relaxed),
            droppedClients: droppedClients.load(ordering: .relaxed)
        )
    }

    /// Keeps a place for a client whose handshake is being answered; false when there is none.
    func reserve() -> Bool {
        guard connections.add(1, ordering: .relaxed).newValue <= configuration.connectionLimit, start() else {
            leave()
            return false
        }
        return true
    }

    /// Gives a reserved or taken place back.
    func leave() { connections.subtract(1, ordering: .relaxed) }

    /// Counts a client that was dropped with messages still owed to it.
    func countDrop(messages: Int) {
        droppedMessages.add(messages, ordering: .relaxed)
        droppedClients.add(1, ordering: .relaxed)
    }

    /// Queues a command; false when no thread is there to carry it out.
    @discardableResult
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard case .running(_, let waker) = state.phase else { return false }
            state.inbox.append(command)
            if state.inbox.count == 1 { waker.wake() }
            return true
        }
    }

    /// All commands since the last call.
    func takeCommands() -> [Command] {
        state.withLock { state in
            defer { state.inbox = [] }
            return state.inbox
        }
    }

    /// Ends the thread and waits for it; no command is taken after this.
    func stop() {
        let thread = state.withLock { state -> PosixThread? in
            switch state.phase {
            case .idle:
                state.phase = .stopped(nil)
                return nil
            case .running(let thread, let waker):
                state.phase = .stopped(thread)
                state.inbox.append(.stop)
                waker.wake()
                return thread
            case .stopped(let thread): return thread
            }
        }
        thread?.join()
    }

    private func start() -> Bool {
        state.withLock { state in
            switch state.phase {
            case .running: return true
            case .stopped: return false
            case .idle:
                guard let waker = Waker(), let poll = EventPoll() else { return false }
                let thread = PosixThread {
                    WebSocketLoop(core: self, poll: poll, waker: waker).run()
                }
                guard let thread else { return false }
                state.phase = .running(thread, waker)
                return true
            }
        }
    }
}
