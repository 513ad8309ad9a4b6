internal import Glibc

/// The host part of a Host header (RFC 9110 §7.2), in a form that can be compared.
///
/// What is an IP address is decided by `inet_pton` alone: lax tests of that let names through that
/// a browser then resolved (CVE-2018-7160, CVE-2022-32212).
enum HostAuthority: Hashable {
    /// An IPv4 or IPv6 address, in network byte order.
    case address([UInt8])
    /// A name in lower case, without the dot that may end it.
    case name(String)

    /// Reads `host` or `host:port`, or nil if it is neither; the port may be any.
    init?(header: String) {
        let text = HeaderText.trimmed(header[...])
        let host: Substring
        let port: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            port = text[text.index(after: end)...]
            guard let bytes = Self.bytes(of: String(host), family: AF_INET6, count: 16) else { return nil }
            self = .address(bytes)
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end]
            port = text[end...]
            guard let plain = HostAuthority(name: String(host)) else { return nil }
            self = plain
        }
        guard port.isEmpty || (port.hasPrefix(":") && UInt16(port.dropFirst()) != nil && !port.contains("+")) else {
            return nil
        }
    }

    /// Reads a listen address or an entry of an allow-list: an address, in brackets or not, or a name.
    init?(name text: String) {
        let inner = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if let bytes = Self.bytes(of: inner, family: AF_INET, count: 4)
            ?? Self.bytes(of: inner, family: AF_INET6, count: 16)
        {
            self = .address(bytes)
            return
        }
        let name = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard !name.isEmpty, name.utf8.allSatisfy(Self.mayStandInName) else { return nil }
        self = .name(name.lowercased())
    }

    /// Whether this is the address of any interface, `0.0.0.0` or `::`.
    var isWildcard: Bool {
        switch self {
        case .address(let bytes): bytes.allSatisfy { $0 == 0 }
        case .name: false
        }
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func bytes(of text: String, family: Int32, count: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: 16) { buffer, written in
            written = inet_pton(family, text, buffer.baseAddress) == 1 ? count : 0
        }
        return bytes.isEmpty ? nil : bytes
    }
}
