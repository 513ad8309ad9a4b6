internal import CCurl
internal import CLinux
internal import Glibc

/// The sockets of one multi handle: what libcurl wants polled, when it wants to be called, and what the kernel knows
/// of each connection.
///
/// libcurl's callbacks keep a pointer to it, hence a class. It belongs to the pool's thread.
final class SocketSet {
    /// Marks the epoll entries that aren't libcurl's.
    private static let foreign: UInt64 = 1 << 32

    enum Event {
        case socket(Int32, readiness: Int32)
        case foreign
    }

    /// When libcurl wants to be called though nothing happens on a socket, in the clock's nanoseconds.
    var timer: Int64?
    private let epoll: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>
    private var connections: [Int32: Connection] = [:]
    private var ofClosed = ConnectionStatistics()

    init() throws(CurlError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system(call: "epoll_create1", errno: errno) }
        events = .allocate(capacity: 64)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
        close(epoll)
    }

    // MARK: Waiting

    /// Watches a descriptor that isn't libcurl's, for input or only for the other side's going away.
    ///
    /// - Throws: ``CurlError/system(call:errno:)``, `EPERM` for what can't be watched, such as a regular file.
    func watch(_ descriptor: Int32, forInput: Bool) throws(CurlError) {
        var event = epoll_event()
        event.events = forInput ? EPOLLIN.rawValue : 0
        event.data.u64 = UInt64(UInt32(bitPattern: descriptor)) | Self.foreign
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw .system(call: "epoll_ctl", errno: errno)
        }
    }

    /// Watches a descriptor no longer.
    func unwatch(_ descriptor: Int32) throws(CurlError) {
        guard epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil) == 0 else {
            throw .system(call: "epoll_ctl", errno: errno)
        }
    }

    /// Waits until something happens or the time has come.
    ///
    /// - Returns: How many events there are; ask for each with ``event(_:)``.
    func wait(nanoseconds: Int64) throws(CurlError) -> Int {
        let milliseconds = nanoseconds <= 0 ? 0 : min((nanoseconds + 999_999) / 1_000_000, 3_600_000)
        let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), Int32(milliseconds))
        if count >= 0 { return Int(count) }
        guard errno == EINTR else { throw .system(call: "epoll_wait", errno: errno) }
        return 0
    }

    func event(_ index: Int) -> Event {
        let event = events[index]
        guard event.data.u64 & Self.foreign == 0 else { return .foreign }
        var readiness: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { readiness |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { readiness |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness |= CURL_CSELECT_ERR }
        return .socket(Int32(truncatingIfNeeded: event.data.u64), readiness: readiness)
    }

    // MARK: libcurl's callbacks

    /// Has the multi handle and the slots' handles report to this set.
    func attach(multi: UnsafeMutableRawPointer) throws(CurlError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let socketCode = ccurl_multi_set_socket(
            multi,
            { easy, socket, what, context, _ in
                SocketSet.at(context)?.poll(socket, what, for: easy)
                return 0
            },
            context
        )
        let timerCode = ccurl_multi_set_timer(
            multi,
            { _, milliseconds, context in
                let due = milliseconds < 0 ? nil : MonotonicClock.nanoseconds + Int64(milliseconds) * 1_000_000
                SocketSet.at(context)?.timer = due
                return 0
            },
            context
        )
        for code in [socketCode, timerCode] where code != CURLM_OK {
            throw .multi(call: "curl_multi_setopt", reason: CurlLibrary.reason(code))
        }
    }

    func attach(easy: borrowing EasyHandle) throws(CurlError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.check(
            CURLOPT_SOCKOPTFUNCTION,
            ccurl_easy_set_sockopt(
                easy.pointer,
                { context, socket, _ in
                    SocketSet.at(context)?.connections[socket] = Connection()
                    return Int32(CURL_SOCKOPT_OK)
                },
                context
            )
        )
        try easy.check(
            CURLOPT_CLOSESOCKETFUNCTION,
            ccurl_easy_set_closesocket(
                easy.pointer,
                { context, socket in
                    SocketSet.at(context)?.forget(socket)
                    return close(socket)
                },
                context
            )
        )
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> SocketSet? {
        context.map { Unmanaged<SocketSet>.fromOpaque($0).takeUnretainedValue() }
    }

    private func poll(_ socket: Int32, _ what: Int32, for easy: UnsafeMutableRawPointer?) {
        var address: UnsafeMutablePointer<CChar>?
        if let easy { _ = ccurl_easy_get_string(easy, CURLINFO_PRIVATE, &address) }
        let slot = UnsafeMutableRawPointer(address)?.assumingMemoryBound(to: TransferSlot.self)
        guard what != CURL_POLL_REMOVE else {
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
            // The transfer has ended, or only pauses.
            if let slot, slot.pointee.socket == socket { settle(slot) }
            connections[socket]?.idled(at: MonotonicClock.nanoseconds)
            return
        }
        var event = epoll_event()
        if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        event.data.u64 = UInt64(UInt32(bitPattern: socket))
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 { epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) }
        slot?.pointee.socket = socket
        connections[socket]?.began(at: MonotonicClock.nanoseconds)
    }

    private func forget(_ socket: Int32) {
        _ = connections[socket]?.count(socket: socket, at: MonotonicClock.nanoseconds, into: &ofClosed)
        connections[socket] = nil
    }

    /// Notes on a transfer's connection when its first byte came.
    private func settle(_ slot: UnsafeMutablePointer<TransferSlot>) {
        guard let socket = slot.pointee.socket, slot.pointee.firstByteAt != 0 else { return }
        connections[socket]?.received(firstByteAt: slot.pointee.firstByteAt)
    }

    // MARK: Statistics

    /// Sums up what the connections went through since `start`, those that closed meanwhile included.
    func statistics(of slots: borrowing SlotTable, since start: Int64) -> ConnectionStatistics {
        var sums = ofClosed
        ofClosed = ConnectionStatistics()
        for index in 0..<slots.count { settle(slots.base + index) }
        var counts: [Int32: ccurl_tcp_statistics] = [:]
        let now = MonotonicClock.nanoseconds
        for socket in connections.keys {
            counts[socket] = connections[socket]?.count(socket: socket, at: now, into: &sums)
        }
        var times: [ccurl_tcp_statistics] = []
        var connects: [UInt32] = []
        for index in 0..<slots.count where slots.base[index].isActive {
            sums.active += 1
            guard let socket = slots.base[index].socket, let connection = connections[socket] else {
                sums.ramping += 1
                continue
            }
            if let count = counts[socket] { times.append(count) }
            if connection.isWindowLimited { sums.windowLimited += 1 }
            sums.localAddress = sums.localAddress ?? slots.base[index].easy.string(CURLINFO_LOCAL_IP)
            if let connect = slots.base[index].connectTime { connects.append(connect) }
            let roundTrip = counts[socket]?.round_trip_microseconds ?? 0
            if connection.isRamping(since: start, roundTrip_microseconds: roundTrip) { sums.ramping += 1 }
        }
        sums.roundTrip = times.map(\.loadedRoundTrip).median.map { .microseconds(Int64($0)) }
        sums.roundTripVariation =
            times.map(\.round_trip_variation_microseconds).median.map { .microseconds(Int64($0)) }
        sums.connect = connects.median.map { .microseconds(Int64($0)) }
        return sums
    }
}

extension ccurl_tcp_statistics {
    /// The round-trip time under load if the kernel knows it, else that of the handshake, in microseconds.
    fileprivate var loadedRoundTrip: UInt32 {
        receive_round_trip_microseconds > 0 ? receive_round_trip_microseconds : round_trip_microseconds
    }
}

extension [UInt32] {
    /// The middle value, the lower of two; `nil` when empty.
    fileprivate var median: UInt32? { isEmpty ? nil : sorted()[(count - 1) / 2] }
}
