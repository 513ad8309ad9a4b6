/// Builds HTML, element by element, into bytes: markup is ours, text is anybody's and always escaped.
struct HTMLPage: Sendable {
    /// The page so far, in UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Writes markup as it is.
    mutating func markup(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    /// Writes text.
    mutating func text(_ text: String) { markup(HTMLText.escaped(text.readable)) }

    /// Writes an element of text alone, on a line of its own.
    mutating func element(_ name: String, _ text: String) { element(name, "") { $0.text(text) } }

    /// Writes an element of text alone with attributes, which are ours.
    mutating func element(_ name: String, _ attributes: String, _ text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// Writes an element and what is in it, on a line of its own.
    mutating func element(_ name: String, _ attributes: String = "", _ body: (inout HTMLPage) -> Void) {
        markup(attributes.isEmpty ? "<\(name)>" : "<\(name) \(attributes)>")
        body(&self)
        markup("</\(name)>\n")
    }
}
