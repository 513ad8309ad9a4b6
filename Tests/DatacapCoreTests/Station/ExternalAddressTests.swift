import DatacapCore
import Testing

struct ExternalAddressTests {
    private func read(_ text: String) -> ExternalAddress? {
        ExternalAddress(answer: Array(text.utf8), fetched: Timestamp(milliseconds: 0))
    }

    @Test func `ipinfo's answer is understood`() throws {
        let address = try #require(
            read(#"{"ip":"192.0.2.7","city":"Bonn","region":"NRW","country":"DE","org":"AS64496 Example Net"}"#)
        )
        #expect(address.ip == "192.0.2.7")
        #expect(address.asn == "AS64496")
        #expect(address.isp == "Example Net")
        #expect(address.city == "Bonn")
    }

    @Test func `ip-api's answer is understood`() throws {
        let address = try #require(read(#"{"query":"2001:db8::7","isp":"Example","org":"Example Ltd","as":"AS64496"}"#))
        #expect(address.ip == "2001:db8::7")
        #expect(address.isp == "Example")
        #expect(address.organisation == "Example Ltd")
    }

    @Test func `a stranger's text is cleaned and cut`() throws {
        let address = try #require(
            read(#"{"ip":"192.0.2.7","org":"\u0000<b>\r\nX-Evil: 1\u001b[2J\#(String(repeating: "x", count: 500))"}"#)
        )
        let name = try #require(address.organisation)
        #expect(name.count == 128)
        #expect(!name.unicodeScalars.contains { $0.value < 32 })
    }

    @Test(arguments: ["", "[]", "{}", #"{"ip": 7}"#, #"{"ip": "<script>"}"#, #"{"ip": "1234"}"#])
    func `an answer without an address is none`(text: String) {
        #expect(read(text) == nil)
    }
}
