/// The bytes that ``HTTPBodyStream`` sends: 1 MiB of pseudo-random ones that no compression on the way can shrink.
enum RandomPattern {
    private static let block: ByteBlock = {
        // xorshift64 (Marsaglia 2003): speed and incompressibility matter here, nothing else does.
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let words = (0..<131_072).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        return ByteBlock(words.withUnsafeBytes { [UInt8]($0) })
    }()

    /// Fills `target` with what stands at `position` of the endlessly repeated pattern.
    static func fill(_ target: UnsafeMutableRawBufferPointer, position: UInt64) {
        block.withUnsafeBytes { pattern in
            var filled = 0
            var offset = Int(position % UInt64(pattern.count))
            while filled < target.count {
                let part = min(target.count - filled, pattern.count - offset)
                UnsafeMutableRawBufferPointer(rebasing: target[filled..<(filled + part)])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: pattern[offset..<(offset + part)]))
                filled += part
                offset = 0
            }
        }
    }
}
