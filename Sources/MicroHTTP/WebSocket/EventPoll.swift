internal import CLinux
internal import Glibc

/// An epoll instance (epoll(7)).
final class EventPoll: Sendable {
    private let descriptor: Int32

    /// Makes one, or fails when descriptors have run out.
    init?() {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Watches a descriptor for `events`, or for others than before.
    func watch(_ watched: Int32, events: UInt32, isNew: Bool) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: watched))
        epoll_ctl(descriptor, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, watched, &event)
    }

    /// Watches a descriptor no more.
    func forget(_ watched: Int32) { epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, nil) }

    /// Waits for events and puts them into `events`; the count of them, 0 when the time is over.
    func wait(into events: inout [epoll_event], timeoutMilliseconds: Int32) -> Int {
        max(0, Int(epoll_wait(descriptor, &events, Int32(events.count), timeoutMilliseconds)))
    }
}
