package import DatacapCore

/// The message that tells one recipient of a notice (RFC 5322), the same for every attempt.
package struct MailMessage: Sendable {
    // No text in quoted-printable holds "=_", so that no part can hold the boundary.
    private static let boundary = "=_datacap"

    private let notice: Notice
    private let sender: MailAddress
    private let recipient: MailAddress
    private let host: String

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - notice: What is told.
    ///   - sender: Who tells it.
    ///   - recipient: Who is told.
    ///   - host: The name of the machine that watches the line.
    package init(_ notice: Notice, from sender: MailAddress, to recipient: MailAddress, host: String) {
        self.notice = notice
        self.sender = sender
        self.recipient = recipient
        self.host = host.cleanLine
    }

    /// The `Message-ID` of a notice, with its `<>`: it follows from the incident, so that later notices can refer to
    /// the first without knowing it.
    package static func messageID(incident: String, number: Int, sender: MailAddress) -> String {
        // The right side must be of ASCII; that of an international domain only has to be unique.
        let domain = sender.domain.utf8.allSatisfy { $0 < 128 } ? sender.domain : "datacap.invalid"
        let name = incident.unicodeScalars.filter { scalar in
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z", "-": true
            default: false
            }
        }
        return "<\(String(String.UnicodeScalarView(name)).cut(to: 128)).\(number)@\(domain)>"
    }

    /// The whole message; every line ends in CRLF and none is longer than 76 bytes, but for those of long addresses.
    package var bytes: [UInt8] {
        let body = MailText(notice: notice, host: host)
        let parts = [("text/plain", body.plain), ("text/html", body.html)].map { type, text in
            """
            --\(Self.boundary)
            Content-Type: \(type); charset=utf-8
            Content-Transfer-Encoding: quoted-printable


            """.withMailLineEnds + QuotedPrintable.encode(text)
        }
        let text = header.map { "\($0): \($1)\r\n" }.joined() + "\r\n" + parts.joined() + "--\(Self.boundary)--\r\n"
        return Array(text.utf8)
    }

    private var header: [(name: String, value: String)] {
        var fields = [
            ("Date", notice.time.mailDate),
            ("From", "datacap <\(sender)>"),
            ("To", "<\(recipient)>"),
            ("Subject", EncodedWords.encode(subject, after: "Subject: ".utf8.count)),
            ("Message-ID", Self.messageID(incident: notice.incident, number: notice.number, sender: sender)),
        ]
        if notice.number > 1 {
            let first = Self.messageID(incident: notice.incident, number: 1, sender: sender)
            fields += [("In-Reply-To", first), ("References", first)]
        }
        return fields + [
            ("MIME-Version", "1.0"),
            // Nobody's holiday is to answer to it (RFC 3834 §5; the other is what Exchange heeds).
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Content-Type", "multipart/alternative; boundary=\"\(Self.boundary)\""),
        ]
    }

    private var subject: String {
        let kind = notice.isTest ? "test" : notice.status.rawValue
        let alert = notice.alert.cleanLine
        let summary = notice.annotations.first { $0.name == "summary" }?.value.cleanLine ?? ""
        return "[\(kind)] \(alert)\(summary.isEmpty ? " on \(host)" : ": \(summary)")".cut(to: 250)
    }
}

extension String {
    /// The text with CRLF for its line feeds.
    fileprivate var withMailLineEnds: String {
        String(decoding: utf8.flatMap { $0 == 10 ? [13, 10] : [$0] }, as: UTF8.self)
    }
}
