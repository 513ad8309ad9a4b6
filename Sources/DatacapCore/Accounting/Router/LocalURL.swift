/// The address of a document or a service on a device of the own network: `http`, and a private IPv4 address in figures.
///
/// Whoever answers a search on the network chooses what is asked next. It can't choose this machine's way to anybody
/// else: no names, no addresses of the internet, no other scheme, no user, and no other device than the one that
/// answered.
package struct LocalURL: Hashable, Sendable, CustomStringConvertible {
    /// The device's address, such as `192.168.1.1`.
    package let host: String
    /// The TCP port.
    package let port: UInt16
    /// What is asked for, from the slash on.
    package let path: String

    /// Reads an address.
    ///
    /// - Returns: `nil` for anything but an `http` URL with a private, link-local or loopback IPv4 address.
    package init?(_ text: String) {
        guard text.lowercased().hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash].split(separator: ":", omittingEmptySubsequences: false)
        guard let first = authority.first, authority.count <= 2, Self.isPrivate(String(first)) else { return nil }
        if authority.count == 2 {
            guard authority[1].utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(authority[1]), port > 0
            else { return nil }
            self.port = port
        } else {
            port = 80
        }
        host = String(first)
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        guard Self.isPath(path) else { return nil }
    }

    private init(host: String, port: UInt16, path: String) { (self.host, self.port, self.path) = (host, port, path) }

    /// The address of what a document refers to.
    ///
    /// - Returns: `nil` if that isn't on the same device.
    package func resolving(_ reference: String) -> LocalURL? {
        if let absolute = LocalURL(reference) { return absolute.host == host ? absolute : nil }
        guard !reference.hasPrefix("//"), Self.isPath(reference) else { return nil }
        if reference.hasPrefix("/") { return LocalURL(host: host, port: port, path: reference) }
        // A scheme of its own isn't relative.
        let firstPart = reference.split(separator: "/", omittingEmptySubsequences: false).first ?? ""
        guard !firstPart.utf8.contains(UInt8(ascii: ":")) else { return nil }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return LocalURL(host: host, port: port, path: folder + reference)
    }

    /// The address as text.
    package var description: String { "http://\(host):\(port)\(path)" }

    private static func isPath(_ text: String) -> Bool {
        text.utf8.count <= 1_024 && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"\"<>\\^`{|}#".utf8.contains($0) }
    }

    /// Whether a text is an IPv4 address of RFC 1918 (private), RFC 3927 (link-local) or of this machine itself.
    package static func isPrivate(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in
            // No leading zeros: some take those for octal.
            part.utf8.allSatisfy { (48...57).contains($0) } && (part == "0" || !part.hasPrefix("0"))
                ? UInt8(part) : nil
        }
        guard parts.count == 4, bytes.count == 4 else { return false }
        return switch (bytes[0], bytes[1]) {
        case (10, _), (127, _), (192, 168), (169, 254): true
        case (172, let second): (16...31).contains(second)
        default: false
        }
    }
}
