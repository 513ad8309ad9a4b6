internal import CCurl

/// Downloads side by side, each in a slot of its own; the bodies are counted and thrown away.
///
/// One thread owns a pool and drives it with ``run(until:byteLimit:)``. A slot's next transfer takes over a connection
/// that an earlier one left, if it goes to the same server.
///
/// What is counted is payload: the bodies of final answers with a 2xx status, as they came over the wire without the
/// framing of HTTP, TLS and TCP. No content coding is asked for, so nothing is unpacked.
package struct DownloadPool: ~Copyable {
    /// Why ``run(until:byteLimit:)`` came back.
    package enum Wake: Sendable {
        /// The time has come.
        case deadline
        /// A transfer ended: ask ``nextEnd()``.
        case transferEnded
        /// A watched descriptor has something.
        case descriptorReady
        /// So much payload has come.
        case byteLimit
    }

    /// While data flows, sockets are read at most so often: fewer, larger reads cost less (``nap(at:before:)``).
    private static let readInterval: Int64 = 2_000_000
    /// A round of reads that brought this much is large enough; napping after it could only overflow a socket's buffer.
    private static let amplePass: Int64 = 512 * 1_024
    /// Twice as much saves nothing that can be measured.
    private static let longestBuffer = 256 * 1_024

    private let multi: MultiHandle
    private let slots: SlotTable
    private let stallTimeout: Int64
    private var speedLimit: SpeedLimit?
    private var ends: [DownloadEnd] = []
    private var nextStallCheck: Int64 = 0
    private var lastPass = Pass()

    private struct Pass {
        var endedAt: Int64 = 0
        /// Payload bytes of the pool after it.
        var received: Int64 = 0
        /// Payload bytes that it brought.
        var brought: Int64 = 0
    }

    /// Makes a pool of idle slots.
    ///
    /// - Throws: ``CurlError`` when libcurl or the kernel refuses, such as an interface with a malformed name.
    package init(slots count: Int, options: DownloadOptions) throws(CurlError) {
        let multi = try MultiHandle(sockets: SocketSet())
        let slots = try SlotTable(count: count)
        // Transfers in turn over many servers are to find the connections that they left.
        try multi.set(CURLMOPT_MAXCONNECTS, 4 * count + 16)
        try multi.set(CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        let buffer = Self.bufferSize(slots: count, bytesPerSecond: options.maximumBytesPerSecond)
        for index in 0..<count {
            try TransferSlot.configure(slots.base + index, options: options, buffer_bytes: buffer)
            try multi.sockets.attach(easy: slots.base[index].easy)
        }
        self.multi = multi
        self.slots = slots
        stallTimeout = options.stallTimeout.wholeNanoseconds
        speedLimit = options.maximumBytesPerSecond.map {
            SpeedLimit(bytesPerSecond: $0, at: MonotonicClock.nanoseconds)
        }
    }

    deinit { for index in 0..<slots.count where slots.base[index].isActive { multi.remove(slots.base[index].easy) } }

    /// Payload bytes of all transfers since the pool was made.
    package var received: Int64 { slots.received }

    /// Has ``run(until:byteLimit:)`` come back when a descriptor has input, or only when its other side goes away.
    ///
    /// - Throws: ``CurlError/system(call:errno:)``, with `EPERM` for what can't be watched, such as a regular file.
    package func watch(_ descriptor: Int32, forInput: Bool) throws(CurlError) {
        try multi.sockets.watch(descriptor, forInput: forInput)
    }

    /// Ends what ``watch(_:forInput:)`` began.
    package mutating func unwatch(_ descriptor: Int32) throws(CurlError) { try multi.sockets.unwatch(descriptor) }

    /// Starts a transfer in an idle slot.
    package mutating func start(slot: Int, url: String) throws(CurlError) {
        try slots.base[slot].begin(url: url, at: MonotonicClock.nanoseconds)
        try multi.add(slots.base[slot].easy)
    }

    /// Ends a slot's transfer before its time, and its connection with it; nothing is reported.
    package mutating func cancel(slot: Int) {
        guard slots.base[slot].isActive else { return }
        multi.remove(slots.base[slot].easy)
        slots.base[slot].leave()
        ends.removeAll { $0.slot == slot }
    }

    /// Takes the end of a transfer that hasn't been taken yet; its slot is idle from the moment it ended.
    package mutating func nextEnd() -> DownloadEnd? { ends.isEmpty ? nil : ends.removeFirst() }

    /// Payload bytes that a slot has received since this was last asked.
    package mutating func takeReceived(slot: Int) -> Int64 { slots.base[slot].takeReceived() }

    /// Sums up what the connections went through since `start`, when this was last asked.
    package mutating func takeStatistics(since start: Duration) -> ConnectionStatistics {
        multi.sockets.statistics(of: slots, since: start.wholeNanoseconds)
    }

    /// Receives until a time on ``MonotonicClock``, or until something else comes up.
    ///
    /// At the deadline everything that has arrived is read first, so that counts taken then belong to that time.
    ///
    /// - Parameters:
    ///   - deadline: When to come back at the latest.
    ///   - byteLimit: How much payload in all, as ``received`` counts it, brings it back earlier. More than that comes
    ///     only by what libcurl hands over at once, 16 KiB a transfer.
    /// - Returns: What came up.
    /// - Throws: ``CurlError/multi(call:reason:)`` and ``CurlError/system(call:errno:)``, after which the pool is of no
    ///   use; a transfer that fails is no error but an end.
    package mutating func run(until deadline: Duration, byteLimit: Int64 = .max) throws(CurlError) -> Wake {
        let deadline = deadline.wholeNanoseconds
        while true {
            guard ends.isEmpty else { return .transferEnded }
            var now = MonotonicClock.nanoseconds
            if nap(at: now, before: deadline) { now = MonotonicClock.nanoseconds }
            let isLast = now >= deadline
            let refill = allow(upTo: byteLimit, at: now) ? now + SpeedLimit.refillInterval : .max
            let due = min(deadline, refill, multi.sockets.timer ?? .max, nextStallCheck)
            let foreign = try pass(wait: isLast ? 0 : due - now)
            collectEnds()
            failStalled()
            if foreign { return .descriptorReady }
            if lastPass.received >= byteLimit { return .byteLimit }
            if isLast { return ends.isEmpty ? .deadline : .transferEnded }
        }
    }

    /// Waits once and lets libcurl work on what is ready.
    ///
    /// - Returns: Whether a watched descriptor has something.
    private mutating func pass(wait nanoseconds: Int64) throws(CurlError) -> Bool {
        var foreign = false
        for index in 0..<(try multi.sockets.wait(nanoseconds: nanoseconds)) {
            switch multi.sockets.event(index) {
            case .socket(let socket, let readiness): try multi.act(on: socket, readiness)
            case .foreign: foreign = true
            }
        }
        let now = MonotonicClock.nanoseconds
        if let timer = multi.sockets.timer, timer <= now {
            multi.sockets.timer = nil
            try multi.act(on: CURL_SOCKET_TIMEOUT, 0)
        }
        let received = slots.received
        lastPass = Pass(endedAt: now, received: received, brought: received - lastPass.received)
        return foreign
    }

    /// Lets data gather before the next read while data flows, unless so much comes that reads are large anyway.
    ///
    /// `SO_RCVLOWAT` would do this in the kernel, but libcurl then waits for ever for the last bytes of a response.
    /// - Returns: Whether time passed.
    private func nap(at now: Int64, before deadline: Int64) -> Bool {
        guard lastPass.brought > 0, lastPass.brought < Self.amplePass else { return false }
        let end = min(lastPass.endedAt + Self.readInterval, deadline)
        guard now < end else { return false }
        MonotonicClock.sleep(until: end)
        return true
    }

    /// Lets the transfers receive what the speed's and the caller's limit leave.
    ///
    /// - Returns: Whether a transfer has to wait for more.
    private mutating func allow(upTo byteLimit: Int64, at now: Int64) -> Bool {
        guard byteLimit != .max || speedLimit != nil else { return false }
        let received = slots.received
        let left = speedLimit?.refill(received: received, at: now) ?? .max
        return slots.allow(bytes: min(left, byteLimit - received))
    }

    /// The receive buffer of a slot: large ones save reads, many of them waste memory, and under a speed limit a large
    /// read is a burst.
    private static func bufferSize(slots: Int, bytesPerSecond: Int64?) -> Int {
        let fair = min(longestBuffer, max(64 * 1_024, 4 * longestBuffer / slots))
        guard let bytesPerSecond else { return fair }
        return min(fair, max(1_024, Int(clamping: bytesPerSecond / 500)))
    }

    private mutating func collectEnds() {
        while let (slot, code) = multi.nextDone() {
            end(slot, slot.pointee.failure(code))
        }
    }

    private mutating func failStalled() {
        let now = lastPass.endedAt
        guard now >= nextStallCheck else { return }
        nextStallCheck = now + stallTimeout / 40
        for index in 0..<slots.count where slots.base[index].isActive {
            guard slots.base[index].hasStalled(after: stallTimeout, at: now) else { continue }
            let seconds = Double(stallTimeout / 1_000_000) / 1_000
            end(slots.base + index, DownloadFailure(kind: .stall, detail: "nothing came for \(seconds) s"))
        }
    }

    private mutating func end(_ slot: UnsafeMutablePointer<TransferSlot>, _ failure: DownloadFailure?) {
        ends.append(slot.pointee.end(failure))
        multi.remove(slot.pointee.easy)
        slot.pointee.leave()
    }
}
