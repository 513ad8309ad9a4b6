internal import DatacapCore
internal import Testing

@Suite struct MailAddressTests {
    @Test(arguments: [
        "me@example.org", "root@localhost", "first.last+tag@mail.example.co.uk", "o'hara!#$%&*/=?^_`{|}~-@example.org",
        "müller@example.org", "用户@例子.广告", "a@1.example",
    ])
    func `an address is taken as it is`(text: String) {
        #expect(MailAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "me", "@example.org", "me@", "a@b@c", "me@example..org", "me@.example.org", "me@example.org.", "me@-a.org",
        "me@a-.org", "me@[127.0.0.1]", "me@exa mple.org", "m e@example.org", "<me@example.org>", "me@example.org>",
        "me@example.org\r\nRSET", "x>\r\nRSET\r\nMAIL FROM:<evil@example.org", "me\u{0}@example.org",
        "me@example.org\n",
        "\"me\"@example.org", "me(c)@example.org", "a,b@example.org", "me@example.org;b@example.org", "me@exa_mple.org",
        "me\u{A0}@example.org", "me\u{200B}@example.org", "me\u{202E}@example.org", "me@example\u{2028}.org",
        "me\u{7F}@example.org", "me@example.org SIZE=1", "Me <me@example.org>",
    ])
    func `what could break a command or a header field is refused`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `its parts may be only so long`() {
        #expect(MailAddress(String(repeating: "a", count: 64) + "@example.org") != nil)
        #expect(MailAddress(String(repeating: "a", count: 65) + "@example.org") == nil)
        #expect(MailAddress("me@" + String(repeating: "a", count: 64) + ".org") == nil)
        let long = Array(repeating: String(repeating: "a", count: 60), count: 5).joined(separator: ".")
        #expect(MailAddress("me@\(long)") == nil)
    }

    @Test func `letters beyond ASCII before the @ need a server that knows them`() throws {
        #expect(try #require(MailAddress("müller@example.org")).isInternational)
        #expect(!(try #require(MailAddress("me@grün.example")).isInternational))
    }
}
