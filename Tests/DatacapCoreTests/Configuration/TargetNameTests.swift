import DatacapCore
import Testing

struct TargetNameTests {
    @Test(arguments: [
        ("https://Speed.Example.org/x?y", "speed.example.org"), ("http://user:pass@h:8080/x", "h"),
        ("http://[::1]:80/x", "[::1]"), ("http://h", "h"),
    ])
    func `a URL goes by its host`(url: String, host: String) {
        #expect(TargetName.host(ofURL: url) == host)
    }

    @Test func `a password is left out, an at sign elsewhere is not`() {
        #expect(TargetName.redacted("http://u:p@h/a@b") == "http://***@h/a@b")
        #expect(TargetName.redacted("http://h/a@b") == "http://h/a@b")
    }
}
