/// A mail address that can be put into SMTP commands and header fields as it is.
///
/// It's the `Mailbox` of RFC 5321 §4.1.2 with a dot-string before the `@` and a host's name after it, and with letters
/// beyond ASCII in both as RFC 6531 allows. Quoted names, comments and address literals are not taken: nobody has them,
/// and they are what injections are made of.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// What stands before the `@`.
    package let local: String
    /// The host's name after it.
    package let domain: String

    /// Reads an address, or refuses it.
    package init?(_ text: String) {
        guard text.utf8.count <= 254, let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let (local, domain) = (text[..<at], text[text.utf8.index(after: at)...])
        guard (1...64).contains(local.utf8.count), local.unicodeScalars.allSatisfy(Self.mayBeLocal) else { return nil }
        // Splits of text take more than the core's library has; bytes do.
        let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
        guard areLabels, domain.unicodeScalars.allSatisfy(Self.mayBeDomain) else { return nil }
        (self.local, self.domain) = (String(local), String(domain))
    }

    /// The address, without `<>`.
    package var description: String { "\(local)@\(domain)" }

    /// Whether it can only be sent through servers that know SMTPUTF8 (RFC 6531).
    package var isInternational: Bool { !local.utf8.allSatisfy { $0 < 128 } }

    private static func mayBeLocal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!", "#", "$", "%", "&", "'", "*", "+", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~": true
        default: mayBeDomain(scalar)
        }
    }

    private static func mayBeDomain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "-", ".": true
        case _ where scalar.isASCII: false
        default: isVisible(scalar)
        }
    }

    /// Whether a scalar is more than a space, a control character, a mark of direction or a hole in Unicode.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
