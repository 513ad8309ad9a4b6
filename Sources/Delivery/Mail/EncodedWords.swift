/// The text of a header field, encoded where it must be (RFC 2047).
enum EncodedWords {
    private static let longestWord = 75
    private static let longestLine = 76
    private static let opening = "=?utf-8?Q?"
    private static let closing = "?="

    /// Encodes a text for a field, folded into lines of 76 characters at most.
    ///
    /// - Parameters:
    ///   - text: One line; control characters in it are made spaces first.
    ///   - nameLength: How much of the first line the field's name, colon and space take.
    /// - Returns: The field's value.
    static func encode(_ text: String, after nameLength: Int) -> String {
        let text = text.cleanLine
        let isPlain = text.utf8.allSatisfy { (32..<127).contains($0) } && !text.utf8.contains("=?".utf8)
        if isPlain, nameLength + text.utf8.count <= longestLine { return text }
        var lines: [String] = []
        var word = ""
        // A continuation line starts with the space that joins words; readers drop it between two encoded ones.
        var room = min(longestWord, longestLine - nameLength) - opening.utf8.count - closing.utf8.count
        for scalar in text.unicodeScalars {
            let piece = encode(scalar)
            if word.utf8.count + piece.utf8.count > room {
                lines.append(opening + word + closing)
                word = ""
                room = longestWord - opening.utf8.count - closing.utf8.count
            }
            word += piece
        }
        lines.append(opening + word + closing)
        return lines.joined(separator: "\r\n ")
    }

    /// Encodes one scalar, all of whose bytes must stand in one word (RFC 2047 §5).
    private static func encode(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case " ": "_"
        case "0"..."9", "A"..."Z", "a"..."z", "-", ".", ",", "!", "/", "+", "*": String(scalar)
        default: String(scalar).utf8.map(\.quoted).joined()
        }
    }
}

extension UInt8 {
    /// The byte as `=` and two digits.
    var quoted: String {
        let digits = String(self, radix: 16, uppercase: true)
        return self < 16 ? "=0\(digits)" : "=\(digits)"
    }
}

extension Sequence<UInt8> {
    /// Whether some bytes stand in it, one after another.
    fileprivate func contains(_ part: some Collection<UInt8>) -> Bool {
        var window: [UInt8] = []
        for byte in self {
            window.append(byte)
            if window.count > part.count { window.removeFirst() }
            if window.elementsEqual(part) { return true }
        }
        return false
    }
}
