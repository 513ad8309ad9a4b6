/// Text in lines that any mail server lets pass unchanged (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    /// Encodes a text of lines that end in line feeds; those of the result end in CRLF, the last one too.
    ///
    /// A line's leading dot, and `From` with a space, are encoded as well: there are servers and mailboxes that change
    /// them (RFC 2049 §3).
    static func encode(_ text: String) -> String {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.map { encode(line: Array($0)) + "\r\n" }.joined()
    }

    private static func encode(line: [UInt8]) -> String {
        var result = ""
        var length = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let piece = mustBeQuoted(byte, at: index, of: line) ? byte.quoted : String(Unicode.Scalar(byte))
            // A soft line break takes the last place, which only the end of the line may have.
            if length + piece.utf8.count > longestLine - (isLast ? 0 : 1) {
                result += "=\r\n"
                length = 0
            }
            // What starts a line here starts one on the wire.
            let startsLine = length == 0 && index > 0 && byte == UInt8(ascii: ".")
            let safe = startsLine ? byte.quoted : piece
            result += safe
            length += safe.utf8.count
        }
        return result
    }

    private static func mustBeQuoted(_ byte: UInt8, at index: Int, of line: [UInt8]) -> Bool {
        switch byte {
        case UInt8(ascii: "="): true
        case UInt8(ascii: " "): index == line.count - 1
        case UInt8(ascii: "."): index == 0
        case UInt8(ascii: "F"): index == 0 && line.starts(with: "From ".utf8)
        case 33...126: false
        default: true
        }
    }
}
