internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// What a server's callbacks share: its configuration, its routes and its counts.
///
/// It outlives every callback, as the server that owns it stops libmicrohttpd first.
final class HTTPServerCore: Sendable {
    let configuration: HTTPServerConfiguration
    let router: HTTPRouter
    let traffic = TrafficCounter()
    let streams = LiveStreams()
    private let stopping = Atomic(false)
    private let hubs = Mutex<[WebSocketHub]>([])
    private let message = Mutex<String?>(nil)
    private let deflater = Mutex<Deflater?>(nil)
    private let credentials: [CString]
    nonisolated(unsafe) private let logTarget: UnsafeMutablePointer<cmhd_log>

    /// A C string that stays where it is.
    private final class CString: Sendable {
        nonisolated(unsafe) let start: UnsafeMutablePointer<CChar>

        init(_ bytes: [UInt8]) {
            start = .allocate(capacity: bytes.count + 1)
            for (index, byte) in bytes.enumerated() { start[index] = CChar(bitPattern: byte) }
            start[bytes.count] = 0
        }

        deinit { start.deallocate() }
    }

    init(configuration: HTTPServerConfiguration, router: HTTPRouter) {
        self.configuration = configuration
        self.router = router
        credentials = configuration.tls.map { [CString($0.key), CString($0.certificate)] } ?? []
        logTarget = .allocate(capacity: 1)
        logTarget.initialize(to: cmhd_log(take_line: nil, context: nil))
    }

    deinit { logTarget.deallocate() }

    /// The last line libmicrohttpd logged.
    var lastMessage: String? { message.withLock { $0 } }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Lets every further request be answered with 503.
    func beginStopping() { stopping.store(true, ordering: .releasing) }

    /// Remembers a hub that has this server's connections.
    func adopt(_ hub: WebSocketHub) {
        hubs.withLock { hubs in
            if !hubs.contains(where: { $0 === hub }) { hubs.append(hub) }
        }
    }

    /// Closes the WebSockets of all hubs.
    func stopHubs() {
        for hub in hubs.withLock({ $0 }) { hub.stop() }
    }

    /// The gzip form of `block`, quick rather than small, or nil if it is no smaller.
    func gzip(_ block: ByteBlock) -> ByteBlock? {
        let compressed = deflater.withLock { deflater in
            if deflater == nil { deflater = Deflater(level: 4) }
            return deflater?.gzip(block)
        }
        return compressed.flatMap { $0.count < block.count ? $0 : nil }
    }

    /// Passes on a message of libmicrohttpd's.
    func log(_ line: String) {
        let line = line.last == "\n" ? String(line.dropLast()) : line
        message.withLock { $0 = line }
        configuration.log(line)
    }

    /// The options of the daemon; pointers in them are good while `self` is.
    func options(descriptor: Int32) -> [MHD_OptionItem] {
        logTarget.pointee = cmhd_log(take_line: Self.takeLine, context: Unmanaged.passUnretained(self).toOpaque())
        func callback(_ option: MHD_OPTION, _ function: Int) -> MHD_OptionItem {
            MHD_OptionItem(option: option, value: function, ptr_value: Unmanaged.passUnretained(self).toOpaque())
        }
        func number(_ option: MHD_OPTION, _ value: Int) -> MHD_OptionItem {
            MHD_OptionItem(option: option, value: value, ptr_value: nil)
        }
        var options = [
            // First, so that the others' faults are logged through it.
            cmhd_log_option(logTarget),
            number(.LISTEN_SOCKET, Int(descriptor)),
            number(.CONNECTION_LIMIT, configuration.connectionLimit),
            number(.CONNECTION_MEMORY_LIMIT, configuration.memoryPerConnection),
            number(.CONNECTION_TIMEOUT, configuration.idleTimeoutSeconds),
            number(.STRICT_FOR_CLIENT, 1),
            callback(.NOTIFY_COMPLETED, unsafeBitCast(Self.completed, to: Int.self)),
            callback(.NOTIFY_CONNECTION, unsafeBitCast(Self.connectionChanged, to: Int.self)),
            callback(.UNESCAPE_CALLBACK, unsafeBitCast(Self.unescape, to: Int.self)),
        ]
        if let limit = configuration.perAddressLimit { options.append(number(.PER_IP_CONNECTION_LIMIT, limit)) }
        if !configuration.threadPerConnection, configuration.threads > 1 {
            options.append(number(.THREAD_POOL_SIZE, configuration.threads))
        }
        for (option, text) in zip([MHD_OPTION.HTTPS_MEM_KEY, .HTTPS_MEM_CERT], credentials) {
            options.append(MHD_OptionItem(option: option, value: 0, ptr_value: text.start))
        }
        options.append(number(.END, 0))
        return options
    }
}
