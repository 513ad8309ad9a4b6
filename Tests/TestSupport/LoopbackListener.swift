internal import Glibc

/// A socket that listens on a free port of loopback; whoever makes one closes it.
package struct LoopbackListener: Sendable {
    /// The socket.
    package let descriptor: Int32
    /// The port.
    package let port: UInt16

    /// Binds and listens; there's always a free port.
    ///
    /// - Parameter backlog: How many connections may wait to be accepted.
    package init(backlog: Int32) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(descriptor, name, length) == 0 && listen(descriptor, backlog) == 0
                    && getsockname(descriptor, name, &length) == 0
            }
        }
        precondition(isOpen, "no port on loopback: errno \(errno)")
        self.descriptor = descriptor
        port = UInt16(bigEndian: name.sin_port)
    }
}
