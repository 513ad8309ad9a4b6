internal import CZlib

/// A gzip compressor that keeps its working memory between calls (RFC 1952).
///
/// zlib wants about 130 KB for this window; allocating that for each response would cost more than
/// the compression. One instance serves one caller at a time.
final class Deflater {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Makes a compressor, or nil when memory is short.
    init?(level: Int32) {
        // zlib checks that its stream has not moved, so it lives on the heap.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let gzipWrapper: Int32 = 16
        let result = deflateInit2_(
            stream,
            level,
            Z_DEFLATED,
            14 + gzipWrapper,
            7,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard result == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The gzip form of `block`, or nil when zlib fails.
    func gzip(_ block: ByteBlock) -> ByteBlock? {
        guard deflateReset(stream) == Z_OK, block.count <= Int(UInt32.max) else { return nil }
        let bound = Int(deflateBound(stream, uLong(block.count)))
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { output, written in
            block.withUnsafeBytes { input in
                // zlib's input pointer is not const, though it only reads.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                written = deflate(stream, Z_FINISH) == Z_STREAM_END ? output.count - Int(stream.pointee.avail_out) : 0
            }
        }
        return compressed.isEmpty ? nil : ByteBlock(compressed)
    }
}
