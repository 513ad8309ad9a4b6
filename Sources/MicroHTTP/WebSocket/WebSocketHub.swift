/// Serves any number of WebSockets from one thread, with epoll and libwslay.
///
/// Everything but the two closures may be called from any thread, and nothing but ``stop()`` waits. A
/// hub belongs to one server, which stops it. Its thread starts with the first client.
package final class WebSocketHub: Sendable {
    /// What a hub bears.
    package struct Configuration: Sendable {
        /// How many clients may be connected; further handshakes are answered with 503.
        package var connectionLimit: Int
        /// How many bytes may wait for one client before it is dropped.
        package var maximumQueuedBytes: Int
        /// The largest message taken from a client; a larger one closes with 1009.
        package var maximumMessageBytes: Int
        /// How often clients are pinged; one that stays silent for two pings is dropped.
        package var pingIntervalSeconds: Double

        /// Creates a configuration; the defaults suit a thousand dashboards.
        package init(
            connectionLimit: Int = 1_200,
            maximumQueuedBytes: Int = 262_144,
            maximumMessageBytes: Int = 65_536,
            pingIntervalSeconds: Double = 30
        ) {
            self.connectionLimit = connectionLimit
            self.maximumQueuedBytes = maximumQueuedBytes
            self.maximumMessageBytes = maximumMessageBytes
            self.pingIntervalSeconds = pingIntervalSeconds
        }
    }

    /// What a hub has done.
    package struct Statistics: Hashable, Sendable {
        /// The number of clients that are connected, or have just been promised a place.
        package var connections: Int
        /// The number of messages that were due to clients and never sent.
        package var droppedMessages: Int
        /// The number of clients dropped because they didn't keep up or fell silent.
        package var droppedClients: Int

        /// Creates statistics.
        package init(connections: Int = 0, droppedMessages: Int = 0, droppedClients: Int = 0) {
            self.connections = connections
            self.droppedMessages = droppedMessages
            self.droppedClients = droppedClients
        }
    }

    private let core: HubCore

    /// Creates a hub.
    ///
    /// Both closures run on the hub's thread, so they must be quick and must not stop the hub.
    /// - Parameters:
    ///   - configuration: the limits.
    ///   - greeting: makes the first message for a client that has just connected, or nil for none; every
    ///     broadcast after that reaches it too.
    ///   - onMessage: takes a client's message and may answer it.
    package init(
        configuration: Configuration = Configuration(),
        greeting: @escaping @Sendable () -> ByteBlock? = { nil },
        onMessage: @escaping @Sendable (WebSocketMessage) -> WebSocketMessage? = { _ in nil }
    ) {
        core = HubCore(configuration: configuration, greeting: greeting, onMessage: onMessage)
    }

    deinit { core.stop() }

    /// What the hub has done so far.
    package var statistics: Statistics { core.statistics }

    /// Sends a text message, which must be UTF-8, to every client.
    ///
    /// A client with too much waiting is dropped instead; the others don't notice.
    package func broadcast(_ text: ByteBlock) { core.post(.broadcast(text)) }

    /// Closes all WebSockets with 1001 (going away) and ends the thread.
    ///
    /// Clients have a fifth of a second to answer, then they are cut off. Blocks that long at most, unless one
    /// of the closures takes longer.
    package func stop() { core.stop() }

    /// Keeps a place for a client whose handshake is being answered; false when there is none.
    func reserve() -> Bool { core.reserve() }

    /// Gives a reserved place back.
    func cancelReservation() { core.leave() }

    /// Takes over a connection that a place was reserved for.
    func adopt(_ socket: UpgradedSocket) {
        guard !core.post(.adopt(socket)) else { return }
        core.leave()
        socket.close()
    }
}
