internal import CMicroHTTPD
internal import Synchronization

/// The streams that a server is sending, so that its end can cancel them.
final class LiveStreams: Sendable {
    private struct State {
        var sources: [ObjectIdentifier: StreamSource] = [:]
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// A response whose body is `stream`, or nil when memory is short.
    func response(for stream: HTTPBodyStream) -> OpaquePointer? {
        let source = StreamSource(stream, owner: self)
        let isLate = state.withLock { state in
            state.sources[ObjectIdentifier(source)] = source
            return state.isCancelled
        }
        if isLate { source.cancel() }
        let response = MHD_create_response_from_callback(
            stream.length.map { UInt64($0) } ?? cmhd_size_unknown,
            HTTPBodyStream.blockSize,
            StreamSource.read,
            Unmanaged.passRetained(source).toOpaque(),
            StreamSource.end
        )
        if response == nil { source.close() }
        return response
    }

    /// Breaks off all streams, those of the future included.
    func cancelAll() {
        let sources = state.withLock { state in
            state.isCancelled = true
            return Array(state.sources.values)
        }
        for source in sources { source.cancel() }
    }

    fileprivate func remove(_ source: StreamSource) {
        state.withLock { $0.sources[ObjectIdentifier(source)] = nil }
    }
}

/// One stream under way: libmicrohttpd pulls, the stream's owner says how much.
private final class StreamSource: Sendable {
    private let stream: HTTPBodyStream
    private let owner: LiveStreams
    private let isCancelled = Atomic(false)

    init(_ stream: HTTPBodyStream, owner: LiveStreams) {
        self.stream = stream
        self.owner = owner
    }

    func cancel() {
        if !isCancelled.exchange(true, ordering: .acquiringAndReleasing) { stream.cancel() }
    }

    func close() {
        owner.remove(self)
        Unmanaged.passUnretained(self).release()
    }

    static let read: MHD_ContentReaderCallback = { context, position, buffer, capacity in
        guard let context, let buffer else { return cmhd_end_with_error }
        let source = Unmanaged<StreamSource>.fromOpaque(context).takeUnretainedValue()
        guard !source.isCancelled.load(ordering: .acquiring) else { return cmhd_end_with_error }
        let granted = source.stream.pace(capacity)
        guard granted != 0 else { return cmhd_end_of_stream }
        guard granted > 0, granted <= capacity, !source.isCancelled.load(ordering: .acquiring) else {
            return cmhd_end_with_error
        }
        RandomPattern.fill(UnsafeMutableRawBufferPointer(start: buffer, count: granted), position: position)
        return granted
    }

    static let end: MHD_ContentReaderFreeCallback = { context in
        guard let context else { return }
        Unmanaged<StreamSource>.fromOpaque(context).takeUnretainedValue().close()
    }
}
