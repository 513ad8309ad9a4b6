import Testing

@testable import Daemon

struct LogLineTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""),
        ("line\nbreak\u{1b}[31m", "\"line\\nbreak\\x1b[31m\""), ("say \"hi\" \\", "\"say \\\"hi\\\" \\\\\""),
        ("é", "\"é\""),
    ])
    func `logfmt values are quoted where they must be`(text: String, quoted: String) {
        #expect(LineLogHandler.quoted(text) == quoted)
    }
}
