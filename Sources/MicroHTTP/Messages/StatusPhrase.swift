internal import CMicroHTTPD

/// The reason phrases of status codes.
enum StatusPhrase {
    /// The phrase that the registry of RFC 9110 gives `status`.
    static func of(_ status: Int) -> String {
        MHD_get_reason_phrase_for(UInt32(clamping: status)).map { String(cString: $0) } ?? "Unknown"
    }
}
