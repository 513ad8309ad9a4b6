import DatacapCore
import Foundation
import Testing

/// What routers say of themselves and of the line, taken and refused.
struct RouterServiceTests {
    private static let service = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1"

    private func url(_ text: String = "http://192.168.1.1:5000/igd/root.xml") throws -> LocalURL {
        try #require(LocalURL(text))
    }

    private func description(control: String = "/ctl/CmnIfCfg", base: String = "", type: String = service) -> String {
        """
        <?xml version="1.0"?>
        <root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major></specVersion>\(base)
        <device><UDN>uuid:1</UDN><deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType>
        <UDN>uuid:2</UDN><serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>
        <controlURL>/other</controlURL></service><service><serviceType> \(type) </serviceType>
        <controlURL>\(control)</controlURL></service></serviceList></device></deviceList></device></root>
        """
    }

    private func answer(_ action: String, _ arguments: String) -> String {
        """
        <?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
        <u:\(action)Response xmlns:u="\(Self.service)">\(arguments)</u:\(action)Response></s:Body></s:Envelope>
        """
    }

    @Test func `the service is found inside of the devices of a description`() throws {
        let service = try RouterService(description: description().utf8, from: url())
        #expect(service.type == Self.service)
        #expect(service.control.description == "http://192.168.1.1:5000/ctl/CmnIfCfg")
        #expect(service.device == "uuid:1")
        #expect(service.header(.received) == "\"\(Self.service)#GetTotalBytesReceived\"")
        let body = try XMLReader.read(service.body(.sent))
        #expect(body.child("Body")?.children.map(\.name) == ["GetTotalBytesSent"])
    }

    @Test(arguments: [
        ("ctl", "", "http://192.168.1.1:5000/igd/ctl"),
        ("/ctl", "<URLBase>http://192.168.1.1:49152/</URLBase>", "http://192.168.1.1:49152/ctl"),
        ("http://192.168.1.1:9/x?a=1", "", "http://192.168.1.1:9/x?a=1"),
    ])
    func `addresses are relative to the description or its base`(control: String, base: String, result: String) throws {
        let service = try RouterService(description: description(control: control, base: base).utf8, from: url())
        #expect(service.control.description == result)
    }

    @Test(arguments: [
        ("http://192.168.1.2/ctl", ""), ("http://8.8.8.8/ctl", ""), ("//192.168.1.2/ctl", ""),
        ("https://192.168.1.1/", ""),
        ("file:///etc/passwd", ""), ("http://user@192.168.1.1/", ""), ("http://192.168.1.1@8.8.8.8/", ""),
        ("http://router.example/ctl", ""), ("/a b", ""), ("/a&#10;b", ""),
        ("/ctl", "<URLBase>http://10.0.0.7/</URLBase>"),
    ])
    func `a description can't send anybody to another device`(control: String, base: String) throws {
        let text = description(control: control, base: base)
        #expect(throws: RouterError.self) { try RouterService(description: text.utf8, from: url()) }
    }

    @Test func `a device's name that isn't one is replaced by its address`() throws {
        for name in ["", "a&#10;b", "uuid: 1", String(repeating: "x", count: 129)] {
            let text = description().replacing("uuid:1", with: name)
            #expect(try RouterService(description: text.utf8, from: url()).device == "192.168.1.1")
        }
    }

    @Test func `a type that would break out of the request is none`() throws {
        let text = description(type: Self.service + "&quot;&#10;X: y")
        #expect(throws: RouterError.noService) { try RouterService(description: text.utf8, from: url()) }
    }

    @Test(arguments: [
        ("http://192.168.0.1", true), ("http://10.1.2.3:80/x", true), ("http://172.16.0.1/", true),
        ("http://172.31.255.1/", true), ("http://169.254.3.4/", true), ("http://127.0.0.1:1/", true),
        ("HTTP://192.168.0.1/", true), ("http://172.32.0.1/", false), ("http://192.169.0.1/", false),
        ("http://100.64.0.1/", false), ("http://0.0.0.0/", false), ("http://010.0.0.1/", false),
        ("http://192.168.1/", false), ("http://192.168.1.1.1/", false), ("http://192.168.1.256/", false),
        ("http://192.168.1.1:0/", false), ("http://192.168.1.1:70000/", false), ("http://192.168.1.1:+80/", false),
        ("http://192.168.1.1:/", false), ("http://[::1]/", false), ("http://localhost/", false), ("http:///x", false),
        ("ftp://192.168.1.1/", false), ("http://192.168.1.1/\r\nX", false), ("http://0x7f.0.0.1/", false), ("", false),
    ])
    func `only private addresses in figures are taken`(text: String, isTaken: Bool) {
        #expect((LocalURL(text) != nil) == isTaken)
    }

    @Test(arguments: [
        ("4294967295", 4_294_967_295), ("0", 0), (" 8123456789012 ", 8_123_456_789_012), ("-1", 4_294_967_295),
    ])
    func `totals are read in 32 bits, in 64, and with a sign`(text: String, total: UInt64) throws {
        let answer = answer("GetTotalBytesReceived", "<NewTotalBytesReceived>\(text)</NewTotalBytesReceived>")
        #expect(try RouterService.total(.received, answer: answer.utf8) == total)
    }

    @Test func `what isn't a total is refused with its reason`() {
        let fault = """
            <s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><detail><UPnPError><errorCode>401</errorCode>\
            </UPnPError></detail></s:Fault></s:Body></s:Envelope>
            """
        let refused = RouterError.refused(action: "GetTotalBytesSent", code: "401")
        #expect(throws: refused) { try RouterService.total(.sent, answer: fault.utf8) }
        let word = answer("GetTotalBytesSent", "<NewTotalBytesSent>many</NewTotalBytesSent>")
        #expect(throws: RouterError.argument("many")) { try RouterService.total(.sent, answer: word.utf8) }
        let other = answer("GetTotalBytesReceived", "<NewTotalBytesReceived>1</NewTotalBytesReceived>")
        #expect(throws: RouterError.noAnswer("GetTotalBytesSent")) {
            try RouterService.total(.sent, answer: other.utf8)
        }
        #expect(throws: RouterError.self) { try RouterService.total(.sent, answer: "<html><p>hello</html>".utf8) }
    }

    @Test func `the line's speed is the faster direction's, if there's any`() throws {
        func rates(_ down: String, _ up: String) -> String {
            answer(
                "GetCommonLinkProperties",
                "<NewWANAccessType>DSL</NewWANAccessType><NewLayer1UpstreamMaxBitRate>\(up)</NewLayer1UpstreamMaxBitRate>"
                    + "<NewLayer1DownstreamMaxBitRate>\(down)</NewLayer1DownstreamMaxBitRate>"
            )
        }
        #expect(try RouterService.linkSpeed(answer: rates("250000000", "40000000").utf8) == .megabits(250))
        #expect(try RouterService.linkSpeed(answer: rates("0", "0").utf8) == nil)
    }

    private static let found = """
        HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\
        USN: uuid:1\r\nEXT:\r\nlocation:http://192.168.1.1:5000/rootDesc.xml\r\n\r\n
        """

    @Test func `a search is answered by the device that it names`() {
        let url = RouterSearch.location(in: Self.found.utf8, from: "192.168.1.1")
        #expect(url?.description == "http://192.168.1.1:5000/rootDesc.xml")
        #expect(RouterSearch.location(in: Self.found.utf8, from: "192.168.1.66") == nil)
        let datagram = String(decoding: RouterSearch.datagram(for: RouterSearch.targets[0]), as: UTF8.self)
        #expect(datagram.hasPrefix("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n"))
        #expect(datagram.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK", "NOTIFY * HTTP/1.1"), ("HTTP/1.1 200 OK", "HTTP/1.1 404 No"), ("HTTP/1.1 200 OK\r\n", ""),
        ("InternetGatewayDevice:1", "MediaServer:1"), ("http://192.168.1.1:5000", "http://192.168.1.2:5000"),
        ("http://192.168.1.1:5000", "http://attacker.example"), ("location", "link"),
    ])
    func `other answers are none`(old: String, new: String) throws {
        let range = try #require(Self.found.firstRange(of: old))
        let text = Self.found.replacingCharacters(in: range, with: new)
        #expect(RouterSearch.location(in: text.utf8, from: "192.168.1.1") == nil)
    }
}
