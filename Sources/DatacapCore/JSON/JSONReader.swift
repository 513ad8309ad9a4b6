/// Why a text is not JSON.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it stops being JSON.
    package var position: JSONPosition
    /// What is wrong there.
    package var reason: String

    /// The place and the reason in one line.
    package var description: String { "\(position): \(reason)" }
}

/// A strict reader of JSON (RFC 8259) that knows where everything stands.
///
/// It refuses what other readers let pass: duplicate names, trailing commas, text after the value, unpaired
/// surrogates, invalid UTF-8, numbers out of a double's range, and nesting deeper than 64.
package struct JSONReader {
    private var bytes: ArraySlice<UInt8>
    private var line = 1
    private var column = 1
    private var depth = 0

    /// Reads a whole text.
    ///
    /// - Throws: ``JSONError`` at the first byte that can't stand where it does.
    package static func read(_ text: some Sequence<UInt8>) throws(JSONError) -> JSONNode {
        let bytes = Array(text)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONError(position: JSONPosition(line: 1, column: 1), reason: "the text is not UTF-8")
        }
        var reader = JSONReader(bytes: bytes[...])
        let node = try reader.node()
        reader.skipSpace()
        guard reader.bytes.isEmpty else { throw reader.fault("unexpected \(reader.next) after the value") }
        return node
    }

    private init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    private var position: JSONPosition { JSONPosition(line: line, column: column) }

    private func fault(_ reason: String) -> JSONError { JSONError(position: position, reason: reason) }

    /// The next character as a message shows it.
    private var next: String {
        guard let scalar = String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first else {
            return "end of text"
        }
        return scalar.value < 32 ? "control character \(scalar.value)" : "'\(scalar)'"
    }

    private mutating func advance() {
        guard let byte = bytes.popFirst() else { return }
        if byte == UInt8(ascii: "\n") {
            (line, column) = (line + 1, 1)
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }

    private mutating func skipSpace() {
        while let byte = bytes.first, byte == 32 || (byte >= 9 && byte <= 13 && byte != 11 && byte != 12) { advance() }
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        skipSpace()
        guard bytes.first == UInt8(ascii: character) else { throw fault("expected '\(character)', found \(next)") }
        advance()
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard bytes.first == UInt8(ascii: character) else { return false }
        advance()
        return true
    }

    private mutating func node() throws(JSONError) -> JSONNode {
        skipSpace()
        let start = position
        guard let byte = bytes.first else { throw fault("expected a value, found end of text") }
        switch Unicode.Scalar(byte) {
        case "{": return JSONNode(value: try nested(Self.object), position: start)
        case "[": return JSONNode(value: try nested(Self.array), position: start)
        case "\"": return JSONNode(value: .string(try string()), position: start)
        case "-", "0"..."9": return JSONNode(value: .number(try number()), position: start)
        case "t": return JSONNode(value: try word("true", .bool(true)), position: start)
        case "f": return JSONNode(value: try word("false", .bool(false)), position: start)
        case "n": return JSONNode(value: try word("null", .null), position: start)
        default: throw fault("expected a value, found \(next)")
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < 64 else { throw fault("nested deeper than 64 levels") }
        depth += 1
        advance()
        let value = try body(&self)
        depth -= 1
        return value
    }

    private static func object(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        if reader.accept("}") { return .object(members) }
        repeat {
            reader.skipSpace()
            let start = reader.position
            guard reader.bytes.first == UInt8(ascii: "\"") else {
                throw reader.fault("expected a member's name in quotes, found \(reader.next)")
            }
            let name = try reader.string()
            if let first = members.first(where: { $0.name == name }) {
                throw JSONError(position: start, reason: "duplicate name \"\(name)\", first at \(first.position)")
            }
            try reader.expect(":")
            members.append(JSONMember(name: name, position: start, node: try reader.node()))
        } while reader.accept(",")
        try reader.expect("}")
        return .object(members)
    }

    private static func array(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        var elements: [JSONNode] = []
        if reader.accept("]") { return .array(elements) }
        repeat { elements.append(try reader.node()) } while reader.accept(",")
        try reader.expect("]")
        return .array(elements)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let expected = "\(word)"
        guard bytes.starts(with: expected.utf8) else { throw fault("expected a value, found \(next)") }
        for _ in expected.utf8 { advance() }
        return value
    }

    private mutating func number() throws(JSONError) -> Double {
        let start = (bytes: bytes, fault: fault("the number is out of range"))
        _ = accept("-")
        if bytes.first == UInt8(ascii: "0") { advance() } else { try digits() }
        if let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            throw fault("a number can't start with 0")
        }
        if bytes.first == UInt8(ascii: ".") {
            advance()
            try digits()
        }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            advance()
            if bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") { advance() }
            try digits()
        }
        let text = String(decoding: start.bytes[start.bytes.startIndex..<bytes.startIndex], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw start.fault }
        return value
    }

    private mutating func digits() throws(JSONError) {
        guard let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
            throw fault("expected a digit, found \(next)")
        }
        while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { advance() }
    }

    private mutating func string() throws(JSONError) -> String {
        advance()
        var text: [UInt8] = []
        while let byte = bytes.first {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<32:
                throw fault("unescaped \(next) in a string")
            default:
                text.append(byte)
                advance()
            }
        }
        throw fault("the string has no end")
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = fault("unpaired surrogate")
        advance()
        guard let byte = bytes.first else { throw fault("the string has no end") }
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        if let scalar = plain[Unicode.Scalar(byte)] {
            advance()
            return scalar
        }
        guard byte == UInt8(ascii: "u") else { throw fault("unknown escape '\\\(Unicode.Scalar(byte))'") }
        advance()
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), bytes.starts(with: "\\u".utf8) else { throw start }
        advance()
        advance()
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw start }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        let digits = String(decoding: bytes.prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt32(digits, radix: 16)
        else { throw fault("expected four hexadecimal digits") }
        for _ in 0..<4 { advance() }
        return value
    }
}
