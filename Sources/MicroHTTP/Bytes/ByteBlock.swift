/// An immutable run of bytes on the heap, handed to libmicrohttpd by reference.
///
/// Sending one block to a thousand clients copies nothing: every response holds a reference and
/// drops it when its last byte has gone out. A block may carry its gzip form and a strong entity
/// tag, both computed once, for what is served often.
package final class ByteBlock: Sendable {
    /// The size in bytes.
    package let count: Int
    /// The strong entity tag without quotes, or nil where none was asked for.
    package let entityTag: String?
    /// The same content in gzip form, or nil where none was made.
    package let gzipTwin: ByteBlock?
    private let memory: Memory

    /// The bytes themselves, shared by a block and its tagged or gzipped relatives.
    private final class Memory: Sendable {
        nonisolated(unsafe) let base: UnsafeMutableRawPointer

        init(copying source: UnsafeRawBufferPointer) {
            base = .allocate(byteCount: max(source.count, 1), alignment: 1)
            if let start = source.baseAddress { base.copyMemory(from: start, byteCount: source.count) }
        }

        deinit { base.deallocate() }
    }

    /// Creates a block with a copy of `bytes`.
    package init(_ bytes: [UInt8]) {
        memory = bytes.withUnsafeBytes { Memory(copying: $0) }
        count = bytes.count
        entityTag = nil
        gzipTwin = nil
    }

    /// Creates a block with the UTF-8 form of `text`.
    package init(_ text: String) {
        var text = text
        memory = text.withUTF8 { Memory(copying: UnsafeRawBufferPointer($0)) }
        count = text.utf8.count
        entityTag = nil
        gzipTwin = nil
    }

    private init(_ other: ByteBlock, entityTag: String?, gzipTwin: ByteBlock?) {
        memory = other.memory
        count = other.count
        self.entityTag = entityTag
        self.gzipTwin = gzipTwin
    }

    /// A block of the same bytes that carries its gzip form too, if that is smaller.
    ///
    /// Compresses at the highest level, so it is meant for files that are loaded once.
    package func gzipped() -> ByteBlock {
        guard let deflater = Deflater(level: 9), let twin = deflater.gzip(self), twin.count < count else { return self }
        return ByteBlock(self, entityTag: entityTag, gzipTwin: twin)
    }

    /// A block of the same bytes with a strong entity tag (RFC 9110 §8.8.3): 128 bits of their SHA-256.
    package func tagged() -> ByteBlock {
        ByteBlock(self, entityTag: withUnsafeBytes { Digest.entityTag(of: $0) }, gzipTwin: gzipTwin)
    }

    /// Calls `body` with a view of the bytes that can't outlive the call.
    package func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: memory.base, count: count).bytes)
    }

    /// A copy of the bytes.
    package var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The start of the bytes; valid while the block is retained, never written through.
    var base: UnsafeMutableRawPointer { memory.base }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: memory.base, count: count))
    }
}
