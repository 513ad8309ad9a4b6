/// An IP address or a block of them, such as `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/32` (RFC 4632, RFC 4291).
package struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    /// The block as it was written.
    package let description: String
    private let bytes: [UInt8]
    private let length_bits: Int

    /// Reads an address, or a block of addresses with its length.
    ///
    /// - Returns: `nil` for anything else, names of hosts included.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = Self.bytes(of: parts[0]) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let given = Self.number(parts[1], most: length) else { return nil }
            length = given
        }
        description = text
        self.bytes = bytes
        length_bits = length
    }

    /// Whether an address lies in the block; never for what isn't an address, nor one of the other family.
    package func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address[...]), other.count == bytes.count else { return false }
        return (0..<bytes.count).allSatisfy { index in
            let bits = min(8, max(0, length_bits - index * 8))
            return (bytes[index] ^ other[index]) >> UInt8(8 - bits) == 0
        }
    }

    /// The address as 4 or 16 bytes.
    private static func bytes(of text: Substring) -> [UInt8]? {
        text.utf8.contains(UInt8(ascii: ":")) ? bytesV6(text) : bytesV4(text)
    }

    private static func bytesV4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number($0, most: 255) }
        return parts.count == 4 && numbers.count == 4 ? numbers.map { UInt8($0) } : nil
    }

    private static func bytesV6(_ text: Substring) -> [UInt8]? {
        var head: [UInt8] = []
        var tail: [UInt8]?
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if group.isEmpty {
                // “::” leaves one empty group, or two at an end of the text.
                let isEdge = index == 0 || index == groups.count - 1
                if isEdge, groups.count > 2, groups[index == 0 ? 1 : index - 1].isEmpty { continue }
                guard !isEdge, tail == nil else { return nil }
                tail = []
                continue
            }
            let part: [UInt8]
            if index == groups.count - 1, let last = bytesV4(group) {
                part = last
            } else {
                guard group.utf8.count <= 4, group.utf8.allSatisfy(isHexadecimal), let value = UInt16(group, radix: 16)
                else { return nil }
                part = [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
            if tail == nil { head += part } else { tail? += part }
        }
        guard let tail else { return head.count == 16 ? head : nil }
        let missing = 16 - head.count - tail.count
        return missing >= 2 ? head + Array(repeating: 0, count: missing) + tail : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func number(_ text: Substring, most: Int) -> Int? {
        let isPlain = (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
        guard isPlain, text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0"), let value = Int(text) else {
            return nil
        }
        return value <= most ? value : nil
    }
}
