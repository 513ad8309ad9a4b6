/// Builds one JSON text, member by member, into bytes.
///
/// Commas are its own business; closing what was opened is the caller's, by the closures.
package struct JSONWriter: Sendable {
    /// The text so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty text.
    package init() {}

    /// Writes one object and returns its text.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.bytes
    }

    /// Writes an object as an element or as the whole text.
    package mutating func object(_ body: (inout JSONWriter) -> Void) { enclose("{", "}", body) }

    /// Writes an object as a member.
    package mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        enclose("{", "}", body)
    }

    /// Writes an array as a member.
    package mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        enclose("[", "]", body)
    }

    /// Writes an array as an element.
    package mutating func array(_ body: (inout JSONWriter) -> Void) { enclose("[", "]", body) }

    /// Writes a string, or null.
    package mutating func member(_ name: String, _ value: String?) {
        key(name)
        guard let value else { return null() }
        string(value)
    }

    /// Writes a string under a name that isn't ours and may need escapes.
    package mutating func field(_ name: String, _ value: String) {
        comma()
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        string(value)
    }

    /// Writes a boolean, or null.
    package mutating func member(_ name: String, _ value: Bool?) {
        key(name)
        guard let value else { return null() }
        raw(value ? "true" : "false")
    }

    /// Writes a whole number, or null.
    package mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
        key(name)
        guard let value else { return null() }
        raw(String(value))
    }

    /// Writes a number rounded to so many decimal places, or null; what JSON can't say (NaN, infinity) is null too.
    package mutating func member(_ name: String, _ value: Double?, places: Int) {
        key(name)
        number(value, places: places)
    }

    /// Writes a whole number as an element.
    package mutating func element(_ value: some BinaryInteger) {
        comma()
        raw(String(value))
    }

    /// Writes a rounded number as an element.
    package mutating func element(_ value: Double, places: Int) {
        comma()
        number(value, places: places)
    }

    /// Writes a string as an element.
    package mutating func element(_ value: String) {
        comma()
        string(value)
    }

    private mutating func number(_ value: Double?, places: Int) {
        guard let value, value.isFinite else { return null() }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        let exact = rounded.isFinite ? rounded : value
        if let whole = Int64(exactly: exact) { raw(String(whole)) } else { raw(exact.description) }
    }

    private mutating func enclose(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        comma()
        raw(open)
        needsComma = false
        body(&self)
        raw(close)
        needsComma = true
    }

    private mutating func key(_ name: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\":".utf8)
        needsComma = false
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func null() { raw("null") }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<32, 127:
                bytes.append(contentsOf: "\\u00".utf8)
                if byte < 16 { bytes.append(UInt8(ascii: "0")) }
                bytes.append(contentsOf: String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }
}
