internal import CLinux
internal import Glibc

/// Ends another thread's wait in epoll (eventfd(2)).
final class Waker: Sendable {
    let descriptor: Int32

    /// Makes one, or fails when descriptors have run out.
    init?() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Makes the descriptor readable.
    func wake() { eventfd_write(descriptor, 1) }

    /// Makes it unreadable again.
    func rest() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}
