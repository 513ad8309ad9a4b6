/// A strict reader of the XML that devices on the network send.
///
/// What it doesn't take can't do harm: no document types, so no entities but the five of XML itself and characters by
/// number; nothing is fetched; depth, elements and length have limits. Bytes that aren't UTF-8 become U+FFFD.
package struct XMLReader {
    private static let longest_bytes = 262_144
    private static let deepest = 32
    private static let mostElements = 4_096

    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0
    private var elements = 0

    /// Reads a whole text.
    ///
    /// - Returns: Its root.
    /// - Throws: ``XMLError`` at the first byte that can't stand where it does.
    package static func read(_ text: some Sequence<UInt8>) throws(XMLError) -> XMLElement {
        var reader = XMLReader(bytes: Array(text))
        guard reader.bytes.count <= longest_bytes else { throw .limit("\(reader.bytes.count) bytes") }
        if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.offset = 3 }
        try reader.skipAside()
        guard reader.next == UInt8(ascii: "<") else { throw reader.fault("expected an element") }
        let root = try reader.element()
        try reader.skipAside()
        guard reader.next == nil else { throw reader.fault("unexpected text after the root") }
        return root
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fault(_ reason: String) -> XMLError { .syntax(offset_bytes: offset, reason: reason) }

    private mutating func accept(_ text: StaticString) -> Bool {
        let wanted = Array("\(text)".utf8)
        guard bytes[offset...].starts(with: wanted) else { return false }
        offset += wanted.count
        return true
    }

    /// Takes everything up to a mark, and the mark.
    private mutating func take(until mark: StaticString) throws(XMLError) -> ArraySlice<UInt8> {
        let start = offset
        while offset < bytes.count {
            let end = offset
            if accept(mark) { return bytes[start..<end] }
            offset += 1
        }
        throw fault("\"\(mark)\" is missing")
    }

    private mutating func skipSpace() {
        while let byte = next, Self.isSpace(byte) { offset += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

    /// Skips what may stand before and after the root.
    private mutating func skipAside() throws(XMLError) {
        skipSpace()
        while try skipNote() { skipSpace() }
    }

    /// Skips a comment or an instruction.
    private mutating func skipNote() throws(XMLError) -> Bool {
        if accept("<!--") {
            _ = try take(until: "-->")
        } else if accept("<?") {
            _ = try take(until: "?>")
        } else {
            return false
        }
        return true
    }

    /// Takes a name, its prefix included.
    private mutating func name() throws(XMLError) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = next, !Self.isSpace(byte), !"<>/=\"'&!?".utf8.contains(byte) { offset += 1 }
        guard offset > start else { throw fault("expected a name") }
        return bytes[start..<offset]
    }

    private mutating func element() throws(XMLError) -> XMLElement {
        guard accept("<") else { throw fault("expected an element") }
        elements += 1
        depth += 1
        guard elements <= Self.mostElements else { throw .limit("\(elements) elements") }
        guard depth <= Self.deepest else { throw .limit("elements inside of each other") }
        defer { depth -= 1 }
        let name = try name()
        let isEmpty = try skipAttributes()
        var element = XMLElement(name: Self.local(name), text: "", children: [])
        if isEmpty { return element }
        var text: [UInt8] = []
        while !accept("</") {
            guard let byte = next else { throw fault("\"\(element.name)\" isn't closed") }
            if byte == UInt8(ascii: "&") {
                try takeReference(into: &text)
            } else if byte != UInt8(ascii: "<") {
                text.append(byte)
                offset += 1
            } else if accept("<![CDATA[") {
                text += try take(until: "]]>")
            } else if try !skipNote() {
                element.children.append(try self.element())
            }
        }
        guard try self.name() == name else { throw fault("another element than \"\(element.name)\" is closed") }
        skipSpace()
        guard accept(">") else { throw fault("expected '>'") }
        element.text = Self.trimmed(text)
        return element
    }

    /// Skips attributes and the end of the tag.
    ///
    /// - Returns: Whether the element is empty.
    private mutating func skipAttributes() throws(XMLError) -> Bool {
        while true {
            let before = offset
            skipSpace()
            if accept(">") { return false }
            if accept("/>") { return true }
            guard offset > before else { throw fault("expected '>'") }
            _ = try name()
            skipSpace()
            guard accept("=") else { throw fault("expected '='") }
            skipSpace()
            if accept("\"") {
                _ = try take(until: "\"")
            } else if accept("'") {
                _ = try take(until: "'")
            } else {
                throw fault("expected a quotation mark")
            }
        }
    }

    private mutating func takeReference(into text: inout [UInt8]) throws(XMLError) {
        let start = offset
        offset += 1
        while let byte = next, byte != UInt8(ascii: ";"), offset - start < 12 { offset += 1 }
        let name = String(decoding: bytes[(start + 1)..<offset], as: UTF8.self)
        guard accept(";"), let scalar = Self.scalar(name) else {
            throw .syntax(offset_bytes: start, reason: "an unknown reference")
        }
        text += String(Character(scalar)).utf8
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
            // Digits only: a number's text may have a sign, too.
            guard name.hasPrefix("#"), digits.utf8.first.map({ $0 != UInt8(ascii: "+") }) == true else { return nil }
            return UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10).flatMap(Unicode.Scalar.init)
        }
    }

    private static func local(_ name: ArraySlice<UInt8>) -> String {
        let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? name.startIndex
        return String(decoding: name[start...], as: UTF8.self)
    }

    private static func trimmed(_ text: [UInt8]) -> String {
        let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
        let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? text.endIndex
        return String(decoding: text[start..<end], as: UTF8.self)
    }
}
