@testable internal import DatacapCore
internal import Testing

@Suite struct MailServerTests {
    @Test(
        arguments: [
            ("smtp://mail.example.org:2525", .starttls, "mail.example.org:2525"),
            ("smtp://mail.example.org", .starttls, "mail.example.org:587"),
            ("smtp://mail.example.org", .implicit, "mail.example.org:465"),
            ("smtps://mail.example.org/", .none, "mail.example.org:25"),
            ("SMTP://[::1]:25", .none, "[::1]:25"), ("smtp://[::1]", .none, "[::1]:25"),
            ("smtp://grün.example", .none, "grün.example:25"),
        ] as [(String, MailSettings.TLS, String)]
    )
    func `host and port are found`(url: String, tls: MailSettings.TLS, authority: String) {
        #expect(MailServer(url, tls: tls)?.authority == authority)
    }

    @Test(arguments: [
        "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp:///", "smtp://user:pw@host",
        "smtp://host/path",
        "smtp://host?x", "smtp://host:0", "smtp://host:70000", "smtp://host:", "smtp://:25", "smtp://a b",
        "smtp://a\r\nb",
        "smtp://::1",
    ])
    func `everything else is refused`(url: String) {
        #expect(MailServer(url, tls: .none) == nil)
    }
}
