import Testing

@testable import DatacapCore

struct JSONReaderTests {
    @Test func `knows where everything stands`() throws {
        let node = try JSONReader.read("{\n  \"a\": [1, \"é\", true],\n  \"b\": null }".utf8)
        #expect(node["a"]?.position == JSONPosition(line: 2, column: 8))
        #expect(node["a"]?.array?[1].position == JSONPosition(line: 2, column: 12))
        #expect(node["a"]?.array?[2].position == JSONPosition(line: 2, column: 17))
        #expect(node["b"]?.value == .null)
        #expect(node["b"]?.position == JSONPosition(line: 3, column: 8))
    }

    @Test(arguments: [
        ("\"\\u00e9\\n\\\"\\\\\\/\\ud83d\\ude00\"", "é\n\"\\/😀"), ("\"\"", ""), ("\"a\u{7f}b\"", "a\u{7f}b"),
    ])
    func `reads strings`(text: String, value: String) throws {
        #expect(try JSONReader.read(text.utf8).string == value)
    }

    @Test(arguments: [
        ("0", 0.0), ("-0", -0.0), ("12", 12), ("-1.5e3", -1500), ("1E-2", 0.01), ("9007199254740992", 0x1p53),
    ])
    func `reads numbers`(text: String, value: Double) throws {
        #expect(try JSONReader.read(text.utf8).double == value)
    }

    @Test(arguments: [
        ("", "1:1: expected a value, found end of text"),
        ("{\"a\":1,}", "1:8: expected a member's name in quotes, found '}'"),
        ("[1,]", "1:4: expected a value, found ']'"),
        ("[1 2]", "1:4: expected ']', found '2'"),
        ("{\"a\":1,\"a\":2}", "1:8: duplicate name \"a\", first at 1:2"),
        ("{\"a\" 1}", "1:6: expected ':', found '1'"),
        ("01", "1:2: a number can't start with 0"),
        ("1.", "1:3: expected a digit, found end of text"),
        ("1e999", "1:1: the number is out of range"),
        ("+1", "1:1: expected a value, found '+'"),
        ("nul", "1:1: expected a value, found 'n'"),
        ("\"a", "1:3: the string has no end"),
        ("\"\t\"", "1:2: unescaped control character 9 in a string"),
        ("\"\\x\"", "1:3: unknown escape '\\x'"),
        ("\"\\ud800\"", "1:2: unpaired surrogate"),
        ("\"\\u12g4\"", "1:4: expected four hexadecimal digits"),
        ("{} x", "1:4: unexpected 'x' after the value"),
        ("// no", "1:1: expected a value, found '/'"),
    ])
    func `says what is wrong and where`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(text.utf8) }
        #expect(error?.description == message)
    }

    @Test func `refuses bytes that are not UTF-8`() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xFF, 0x22] as [UInt8]) }
    }

    @Test func `refuses nesting that would exhaust the stack`() {
        let text = String(repeating: "[", count: 100_000)
        let error = #expect(throws: JSONError.self) { try JSONReader.read(text.utf8) }
        #expect(error?.reason == "nested deeper than 64 levels")
    }

    @Test(arguments: 0..<200)
    func `never crashes on damaged text`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Array("{\"a\":[1.5e3,\"\\u00e9x\",{\"b\":null}],\"c\":true}".utf8)
        for _ in 0..<3 {
            bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = try? JSONReader.read(bytes)
    }
}
