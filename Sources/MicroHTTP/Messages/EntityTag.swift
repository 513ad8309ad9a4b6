/// Entity tags as they stand in ETag and If-None-Match (RFC 9110 §8.8.3, §13.1.2).
enum EntityTag {
    /// The header form of a block's tag; the gzip form of the same content has its own, for it differs byte for byte.
    static func header(_ tag: String, gzip: Bool) -> String {
        gzip ? "\"\(tag)-gzip\"" : "\"\(tag)\""
    }

    /// Tells whether If-None-Match names `tag`, by the weak comparison that it asks for.
    static func list(_ ifNoneMatch: String, names tag: String) -> Bool {
        HeaderText.elements(of: ifNoneMatch).contains { element in
            element == "*" || (element.hasPrefix("W/") ? element.dropFirst(2) : element) == tag
        }
    }
}
