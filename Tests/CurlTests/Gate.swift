internal import Glibc
internal import Synchronization

/// A door that threads wait at until it is opened.
final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    /// Waits until the gate is open, at most so long.
    func wait(seconds: Int = 30) {
        for _ in 0..<seconds * 1_000 where !isOpen.load(ordering: .acquiring) { usleep(1_000) }
    }
}

/// Tells whether something listens on a port of loopback.
func canConnect(to port: UInt16) -> Bool {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            connect(connection, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
