/// Text as HTML writes it.
enum HTMLText {
    /// What stands for the bytes that mean something in HTML.
    static let references: [(byte: UInt8, text: String)] = [
        (UInt8(ascii: "&"), "&amp;"), (UInt8(ascii: "<"), "&lt;"), (UInt8(ascii: ">"), "&gt;"),
        (UInt8(ascii: "\""), "&quot;"), (UInt8(ascii: "'"), "&#39;"),
    ]

    /// The text, safe in an element and in a quoted attribute.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { byte in references.contains { $0.byte == byte } }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if let reference = references.first(where: { $0.byte == byte }) {
                bytes.append(contentsOf: reference.text.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
