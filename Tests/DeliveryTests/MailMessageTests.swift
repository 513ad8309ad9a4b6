internal import DatacapCore
@testable internal import Delivery
internal import Testing

@Suite struct MailMessageTests {
    private let sender: MailAddress
    private let recipient: MailAddress

    init() throws {
        sender = try #require(MailAddress("datacap@example.org"))
        recipient = try #require(MailAddress("me@example.net"))
    }

    private func text(of notice: Notice, host: String = "probe.example.org") -> String {
        let message = MailMessage(notice, from: sender, to: recipient, host: host)
        return String(decoding: message.bytes, as: UTF8.self)
    }

    /// The lines, without their ends; a character of Swift's may be a CR and an LF.
    private func lines(of text: String) -> [String] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false)
            .map { String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self) }
    }

    private func header(of text: String) -> [String] { Array(lines(of: text).prefix { !$0.isEmpty }) }

    private let names = [
        "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted", "X-Auto-Response-Suppress",
        "Content-Type",
    ]

    @Test func `the header says who, when and what`() {
        #expect(
            header(of: text(of: .sample())) == [
                "Date: Sun, 22 Nov 2026 22:01:00 +0000",
                "From: datacap <datacap@example.org>",
                "To: <me@example.net>",
                "Subject: [firing] throttled: Throttled to 4.9 Mbit/s, was 94.1 Mbit/s",
                "Message-ID: <7f3a.1@example.org>",
                "MIME-Version: 1.0",
                "Auto-Submitted: auto-generated",
                "X-Auto-Response-Suppress: All",
                "Content-Type: multipart/alternative; boundary=\"=_datacap\"",
            ]
        )
    }

    @Test func `later notices of an incident refer to its first`() {
        let header = header(of: text(of: .sample(number: 3, status: .resolved)))
        #expect(header.contains("Message-ID: <7f3a.3@example.org>"))
        #expect(header.contains("In-Reply-To: <7f3a.1@example.org>"))
        #expect(header.contains("References: <7f3a.1@example.org>"))
        #expect(MailMessage.messageID(incident: "7f3a", number: 1, sender: sender) == "<7f3a.1@example.org>")
    }

    @Test func `the same notice makes the same message, byte for byte`() {
        #expect(text(of: .sample(status: .resolved)) == text(of: .sample(status: .resolved)))
    }

    @Test func `a Message-ID is of ASCII whatever it's made of`() throws {
        let sender = try #require(MailAddress("datacap@grün.example"))
        #expect(
            MailMessage.messageID(incident: "a>\r\nBcc: x@y", number: 1, sender: sender) == "<aBccxy.1@datacap.invalid>"
        )
    }

    @Test func `the text part tells all`() {
        let notice = Notice.sample(
            number: 2,
            status: .resolved,
            annotations: [.init("description", "The line\nis slow."), .init("summary", "Throttled")]
        )
        let body = lines(of: text(of: notice)).drop { !$0.isEmpty }.dropFirst()
        #expect(
            body.prefix(17) == [
                "--=_datacap", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable", "",
                "Resolved: Throttled", "", "The line", "is slow.", "",
                "Alert:     throttled", "State:     resolved", "Since:     2026-11-22 22:00:00 UTC",
                "Until:     2026-11-22 23:02:05 UTC", "Lasted:    1 h 2 min", "severity:  warning",
                "Machine:   probe.example.org", "Dashboard: http://127.0.0.1:8000/",
            ]
        )
        #expect(body.last == "" && body.dropLast().last == "--=_datacap--")
    }

    @Test(arguments: hostile)
    func `no text adds a header field, a part or a command`(hostile: String) throws {
        var notice = Notice.sample(
            number: 2,
            alert: hostile,
            labels: [.init("alertname", hostile), .init("isp", hostile)],
            annotations: [.init("summary", hostile), .init("description", hostile), .init("odd", hostile)]
        )
        notice.generatorURL = hostile
        notice.incident = hostile
        let text = text(of: notice, host: hostile)
        let fields = header(of: text).filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
        #expect(Set(fields) == Set(names + ["In-Reply-To", "References"]))
        #expect(fields.count == names.count + 2)
        let lines = lines(of: text)
        #expect(lines.filter { $0.hasPrefix("--=_") } == ["--=_datacap", "--=_datacap", "--=_datacap--"])
        #expect(!lines.contains { $0.hasPrefix(".") })
        let html = try #require(lines.firstIndex { $0.hasPrefix("Content-Type: text/html") })
        #expect(!lines[html...].joined().contains("<script"))
    }

    @Test(
        arguments: hostile + ["short", "", String(repeating: "word ", count: 60), String(repeating: "x", count: 2_000)]
    )
    func `every line ends in CRLF, is short and of ASCII`(summary: String) {
        let notice = Notice.sample(annotations: [.init("summary", summary), .init("description", summary)])
        let bytes = MailMessage(notice, from: sender, to: recipient, host: summary).bytes
        var previous: UInt8 = 0
        for byte in bytes {
            #expect((byte == 10) == (previous == 13), "a bare CR or LF")
            #expect(byte < 127 && (byte >= 32 || byte == 13 || byte == 10))
            previous = byte
        }
        #expect(previous == 10)
        let longest = bytes.split(separator: 10).map { $0.count - 1 }.max()
        #expect(longest ?? 0 <= 76)
    }
}
