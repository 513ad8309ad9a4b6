internal import CCurl

/// One easy handle of a pool and what its transfers have received, in memory that doesn't move.
///
/// libcurl hands the body over in pieces of at most 16 KiB (`CURL_MAX_WRITE_SIZE`), so what a piece costs counts:
/// the write callback adds to plain memory and touches no reference count.
struct TransferSlot: ~Copyable {
    let easy: EasyHandle
    let index: Int
    private let message: UnsafeMutablePointer<CChar>
    private(set) var isActive = false
    /// Payload bytes since the pool was made.
    private(set) var received: Int64 = 0
    private var receivedBefore: Int64 = 0
    private var receivedTaken: Int64 = 0
    /// When this transfer's first payload byte came, in the clock's nanoseconds; 0 before that.
    private(set) var firstByteAt: Int64 = 0
    /// Until `received` reaches this the write callback takes what comes; then it pauses the transfer.
    private var allowed = Int64.max
    /// Whether libcurl holds data back until ``allow(_:)``.
    private(set) var isPaused = false
    /// The socket that libcurl had polled last for this transfer.
    var socket: Int32?
    /// How long this transfer's TCP connection took to set up, in microseconds; `nil` if it took one over.
    var connectTime: UInt32? {
        let time = easy.offset(CURLINFO_CONNECT_TIME_T) - easy.offset(CURLINFO_NAMELOOKUP_TIME_T)
        return time > 0 ? UInt32(clamping: time) : nil
    }
    private var progress: (received: Int64, at: Int64) = (0, 0)

    init(index: Int) throws(CurlError) {
        easy = try EasyHandle()
        self.index = index
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // libcurl may still complain while it cleans up.
        _ = ccurl_easy_set_pointer(easy.pointer, CURLOPT_ERRORBUFFER, nil)
        message.deallocate()
    }

    /// Sets what is the same for all transfers of the slot that stands at `address`.
    static func configure(
        _ address: UnsafeMutablePointer<TransferSlot>,
        options: DownloadOptions,
        buffer_bytes: Int
    ) throws(CurlError) {
        try options.connection.apply(to: address.pointee.easy, redirects: options.redirects)
        try address.pointee.easy.set(CURLOPT_FAILONERROR, 1)
        try address.pointee.easy.set(CURLOPT_BUFFERSIZE, buffer_bytes)
        try address.pointee.easy.set(CURLOPT_ERRORBUFFER, pointer: address.pointee.message)
        try address.pointee.easy.set(CURLOPT_PRIVATE, pointer: address)
        try address.pointee.easy.setWrite(
            { _, _, count, context in
                guard let slot = context?.assumingMemoryBound(to: TransferSlot.self) else { return 0 }
                if slot.pointee.firstByteAt == 0, !slot.pointee.beginBody() { return 0 }
                if slot.pointee.received >= slot.pointee.allowed {
                    slot.pointee.isPaused = true
                    return Int(CURL_WRITEFUNC_PAUSE)
                }
                slot.pointee.received &+= Int64(count)
                return count
            },
            context: address
        )
    }

    mutating func begin(url: String, at now: Int64) throws(CurlError) {
        try easy.set(CURLOPT_URL, url)
        message.pointee = 0
        receivedBefore = received
        firstByteAt = 0
        isPaused = false
        socket = nil
        progress = (received, now)
        isActive = true
    }

    mutating func leave() {
        isActive = false
        isPaused = false
        socket = nil
    }

    /// Lets so many more bytes come, and a few more than that: libcurl's pieces aren't cut.
    static func allow(_ address: UnsafeMutablePointer<TransferSlot>, bytes: Int64) {
        address.pointee.allowed = address.pointee.received + max(0, bytes)
        guard address.pointee.isPaused, bytes > 0 else { return }
        address.pointee.isPaused = false
        // This may call back with the data that was held, and pause again.
        curl_easy_pause(address.pointee.easy.pointer, CURLPAUSE_CONT)
    }

    /// Payload bytes since this was last called.
    mutating func takeReceived() -> Int64 {
        defer { receivedTaken = received }
        return received - receivedTaken
    }

    /// Tells whether the server keeps the transfer waiting: asked, and no payload for so long.
    mutating func hasStalled(after timeout: Int64, at now: Int64) -> Bool {
        // Until the request is out, libcurl's own connect timeout watches; waiting for the answer starts then.
        guard !isPaused, received == progress.received, easy.offset(CURLINFO_PRETRANSFER_TIME_T) > 0 else {
            progress = (received, now)
            return false
        }
        return now - progress.at >= timeout
    }

    /// Why the transfer that ended with this code failed, if it did.
    func failure(_ code: CURLcode) -> DownloadFailure? {
        let status = easy.long(CURLINFO_RESPONSE_CODE)
        // The write callback gives up on nothing but a final answer that isn't a success, such as a 304.
        if code == CURLE_WRITE_ERROR || (code == CURLE_OK && !(200...299).contains(status)) {
            return DownloadFailure(kind: .status, detail: "the server answered with status \(status)")
        }
        return code == CURLE_OK ? nil : DownloadFailure(code, message: String(cString: message), easy: easy)
    }

    func end(_ failure: DownloadFailure?) -> DownloadEnd {
        func time(_ figure: CURLINFO) -> Duration { .microseconds(easy.offset(figure)) }
        let retryAfter = easy.offset(CURLINFO_RETRY_AFTER)
        return DownloadEnd(
            slot: index,
            failure: failure,
            bytes: received - receivedBefore,
            httpStatus: easy.long(CURLINFO_RESPONSE_CODE),
            retryAfter: retryAfter > 0 ? .seconds(retryAfter) : nil,
            newConnections: easy.long(CURLINFO_NUM_CONNECTS),
            phases: DownloadEnd.Phases(
                resolve: time(CURLINFO_NAMELOOKUP_TIME_T),
                connect: time(CURLINFO_CONNECT_TIME_T),
                tls: time(CURLINFO_APPCONNECT_TIME_T),
                firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
                total: time(CURLINFO_TOTAL_TIME_T)
            )
        )
    }

    /// Takes the first piece of a body; only that of a final answer which succeeded counts.
    private mutating func beginBody() -> Bool {
        guard (200...299).contains(easy.long(CURLINFO_RESPONSE_CODE)) else { return false }
        firstByteAt = MonotonicClock.nanoseconds
        return true
    }
}
