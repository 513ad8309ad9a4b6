internal import Glibc

/// A server on loopback that lets everybody connect and never says a word.
package final class SilentServer: Sendable {
    /// Its address, as `host:port`.
    package var address: String { "127.0.0.1:\(listener.port)" }
    private let listener = LoopbackListener(backlog: 16)

    /// Starts it on a free port.
    package init() {}

    deinit { close(listener.descriptor) }
}
