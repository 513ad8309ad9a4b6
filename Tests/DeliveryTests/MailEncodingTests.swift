internal import DatacapCore
@testable internal import Delivery
internal import Testing

@Suite struct EncodedWordsTests {
    @Test func `plain text stays plain`() {
        #expect(EncodedWords.encode("Throttled to 4.9 Mbit/s", after: 9) == "Throttled to 4.9 Mbit/s")
    }

    @Test func `other letters are encoded`() {
        #expect(EncodedWords.encode("Drösselung: 5 %", after: 9) == "=?utf-8?Q?Dr=C3=B6sselung=3A_5_=25?=")
    }

    @Test func `what looks like an encoded word is encoded, so that it stays what it was`() {
        #expect(EncodedWords.encode("=?utf-8?Q?a?=", after: 9) == "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?=")
    }

    @Test(arguments: hostile + [String(repeating: "🐌", count: 80), String(repeating: "a b", count: 100)])
    func `words and lines are short, and no letter is cut`(text: String) throws {
        let encoded = EncodedWords.encode(text, after: 9)
        let lines = encoded.utf8.split(separator: 10).map { Array($0.last == 13 ? $0.dropLast() : $0) }
        var decoded = ""
        for (index, line) in lines.enumerated() {
            #expect(line.count + (index == 0 ? 9 : 0) <= 76)
            var word = String(decoding: line, as: UTF8.self)
            if index > 0 { #expect(word.removeFirst() == " ") }
            guard word.hasPrefix("=?utf-8?Q?"), word.hasSuffix("?=") else {
                decoded += word
                continue
            }
            #expect(word.utf8.count <= 75)
            let bytes = try #require(unquoted(word.dropFirst(10).dropLast(2)))
            decoded += try #require(String(validating: bytes, as: UTF8.self))
        }
        #expect(decoded == text.cleanLine)
    }

    private func unquoted(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): bytes.append(32)
            case UInt8(ascii: "="):
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}

@Suite struct QuotedPrintableTests {
    @Test(arguments: [
        ("", "\r\n"), ("a b", "a b\r\n"), ("a\nb", "a\r\nb\r\n"), ("a ", "a=20\r\n"), ("1=1", "1=3D1\r\n"),
        ("ä", "=C3=A4\r\n"), (".", "=2E\r\n"), ("..a\n.b.", "=2E.a\r\n=2Eb.\r\n"), ("From me", "=46rom me\r\n"),
        ("a\rb", "a=0Db\r\n"), ("a\tb", "a=09b\r\n"),
    ])
    func `text is encoded`(text: String, encoded: String) {
        #expect(QuotedPrintable.encode(text) == encoded)
    }

    @Test func `a line of 76 stays whole, a longer one is broken`() {
        let line = String(repeating: "x", count: 76)
        #expect(QuotedPrintable.encode(line) == "\(line)\r\n")
        #expect(QuotedPrintable.encode(line + "y") == "\(line.dropLast())=\r\nxy\r\n")
    }

    @Test func `a dot that a break brings to a line's start is encoded`() {
        let line = String(repeating: "x", count: 75)
        #expect(QuotedPrintable.encode("\(line)..") == "\(line)=\r\n=2E.\r\n")
    }
}

@Suite struct MailDateTests {
    @Test(
        arguments: [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_795_384_860_999, "Sun, 22 Nov 2026 22:01:00 +0000"),
            (951_827_696_000, "Tue, 29 Feb 2000 12:34:56 +0000"), (-1_000, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ] as [(Int64, String)]
    )
    func `dates are those of RFC 5322`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).mailDate == text)
    }
}
