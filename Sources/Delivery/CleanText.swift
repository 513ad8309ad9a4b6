extension String {
    /// The text without control characters: what a stranger said, made fit for a line of a log or a header field.
    ///
    /// Line ends, tabs and the other control characters of ASCII, Latin-1 and Unicode's own line and paragraph ends
    /// become a space; those at its ends fall away.
    package var cleanLine: String { cleaned(keepingLineFeeds: false) }

    /// The text likewise, in lines: CRLF and CR are line feeds, and line feeds stay.
    var cleanLines: String { cleaned(keepingLineFeeds: true) }

    /// The text cut to so many bytes of UTF-8, without cutting a character's scalar.
    func cut(to limit_bytes: Int) -> String {
        guard utf8.count > limit_bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: limit_bytes)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    private func cleaned(keepingLineFeeds: Bool) -> String {
        var clean = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            switch scalar.value {
            case 10 where keepingLineFeeds:
                if previous != "\r" { clean.append("\n") }
            case 13 where keepingLineFeeds: clean.append("\n")
            case 0..<32, 127..<160, 0x2028, 0x2029: clean.append(" ")
            default: clean.append(scalar)
            }
            previous = scalar
        }
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\n" }
        guard let first = clean.firstIndex(where: { !isSpace($0) }), let last = clean.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(clean[first...last])
    }
}
