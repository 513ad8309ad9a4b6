/// A mail server's address, taken from `smtp.url`.
package struct MailServer: Hashable, Sendable {
    /// The host and its port.
    package let authority: String

    /// Reads a URL: `smtp://` or `smtps://`, a host, a port if it's unusual, and nothing after it but a `/`.
    ///
    /// - Parameters:
    ///   - url: The URL; user names and passwords don't belong into it.
    ///   - tls: What decides on the port if there is none: 587 for STARTTLS and 465 for implicit TLS (RFC 8314 §3.3),
    ///     else 25.
    package init?(_ url: String, tls: MailSettings.TLS) {
        guard let scheme = ["smtp://", "smtps://"].first(where: { url.lowercased().hasPrefix($0) }) else { return nil }
        var rest = url.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let isHost = { (scalar: Unicode.Scalar) in
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z", "-", ".", "_", ":", "[", "]": true
            default: scalar.value > 0xA0 && !scalar.properties.isWhitespace
            }
        }
        guard !rest.isEmpty, rest.unicodeScalars.allSatisfy(isHost) else { return nil }
        // The colons inside of brackets are an IPv6 address's.
        let afterHost = rest.lastIndex(of: "]").map { rest[rest.index(after: $0)...] } ?? rest
        guard let colon = afterHost.lastIndex(of: ":") else {
            authority = "\(rest):\(tls.usualPort)"
            return
        }
        guard colon > rest.startIndex, rest[..<colon].last != ":",
            let port = UInt16(rest[rest.index(after: colon)...]), port > 0
        else { return nil }
        authority = String(rest)
    }
}

extension MailSettings.TLS {
    fileprivate var usualPort: Int {
        switch self {
        case .starttls: 587
        case .implicit: 465
        case .none: 25
        }
    }
}
