/// How test URLs are named where the whole URL would be too much or tell too much.
package enum TargetName {
    /// The host of an authority and what follows it, without user, password and port.
    static func host(of rest: String) -> String {
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let location = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        if location.first == "[" { return location.firstIndex(of: "]").map { String(location[...$0]) } ?? "" }
        return String(location.prefix { $0 != ":" })
    }

    /// The host of a URL in lower case: its short name.
    package static func host(ofURL url: String) -> String { host(of: afterScheme(url)).lowercased() }

    /// The URL with `***` in place of a user and password, if it has any.
    package static func redacted(_ url: String) -> String {
        let rest = afterScheme(url)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return url.prefix(url.count - rest.count) + "***" + rest[at...]
    }

    /// Whether a host is an address already, so that there is no other to resolve it to.
    static func isAddress(_ host: String) -> Bool {
        host.hasPrefix("[") || !host.isEmpty && host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    }

    private static func afterScheme(_ url: String) -> String {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return url }
        return String(url[colon...].dropFirst(3))
    }
}
