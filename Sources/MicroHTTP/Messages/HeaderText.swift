/// Comparisons and splits of header text (RFC 9110 §5.6).
enum HeaderText {
    /// Tells whether two ASCII texts are the same but for case.
    static func equal(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
    }

    /// `text` without spaces and tabs at its ends.
    static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }

    /// The elements of a comma-separated list, trimmed, without the empty ones.
    static func elements(of list: String) -> [Substring] {
        list.split(separator: ",").map(trimmed).filter { !$0.isEmpty }
    }

    /// Tells whether one of the comma-separated `lists` names `token`, in any case.
    static func list(_ lists: [String], names token: String) -> Bool {
        lists.contains { elements(of: $0).contains { equal($0, token) } }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
