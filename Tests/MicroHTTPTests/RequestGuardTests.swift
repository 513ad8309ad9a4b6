import MicroHTTP
import Testing

struct RequestGuardTests {
    private let guarded = RequestGuard(listenAddress: "127.0.0.1", allowedHosts: ["cap.example.org"])

    private func status(_ head: RequestHead, isSecure: Bool = false) -> Int? {
        guarded.rejection(of: head, isSecure: isSecure)?.status
    }

    @Test(arguments: [
        "localhost", "localhost:8000", "LocalHost:8000", "localhost.:8000", "127.0.0.1", "127.0.0.1:1", "[::1]",
        "[::1]:8000", "[0:0:0:0:0:0:0:1]:8000", "cap.example.org", "CAP.example.org.:443",
    ])
    func `a host of ours passes`(host: String) {
        #expect(status(RequestHead(hosts: [host])) == nil)
    }

    @Test(arguments: [
        "evil.test", "evil.test:8000", "localhost.evil.test", "127.0.0.1.evil.test", "notlocalhost", "localhost..",
        "127.0.0.2", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.01", "[::ffff:127.0.0.1]", "0.0.0.0",
        "192.168.1.5:8000", "[::2]:8000", "sub.cap.example.org",
    ])
    func `another host is misdirected`(host: String) {
        #expect(status(RequestHead(hosts: [host])) == 421)
    }

    @Test(arguments: [
        [], [""], [" "], ["localhost", "localhost"], ["localhost:x"], ["localhost:+1"], ["localhost:99999"], ["[::1"],
        ["[localhost]"], ["user@localhost"], ["local host"], ["localhost/"], [":8000"], ["localhost,evil.test"],
        ["[::1]8000"], ["::1"],
    ])
    func `a missing, doubled or broken host is a bad request`(hosts: [String]) {
        #expect(status(RequestHead(hosts: hosts)) == 400)
    }

    @Test func `on a wildcard address any IP literal passes, but no other name`() {
        let open = RequestGuard(listenAddress: "0.0.0.0")
        #expect(open.rejection(of: RequestHead(hosts: ["192.168.1.5:8000"]), isSecure: false) == nil)
        #expect(open.rejection(of: RequestHead(hosts: ["[fe80::1]:8000"]), isSecure: false) == nil)
        #expect(open.rejection(of: RequestHead(hosts: ["evil.test"]), isSecure: false)?.status == 421)
    }

    @Test func `the answer to a foreign host says how to allow it`() throws {
        let rejection = try #require(guarded.rejection(of: RequestHead(hosts: ["nas.lan:8000"]), isSecure: false))
        #expect(rejection.reason == .host)
        #expect(rejection.detail.contains("nas.lan") && rejection.detail.contains("allowed_hosts"))
    }

    /// The attacks of `notes/ecosystem.md` §6.1 as Chromium sends them, and what is no attack.
    @Test(
        arguments: [
            // A page of another site: fetch no-cors, form, beacon.
            (
                RequestHead(
                    method: "POST",
                    hosts: ["localhost:8000"],
                    origins: ["http://evil.test"],
                    fetchSite: "cross-site",
                    fetchMode: "no-cors",
                    contentType: "text/plain",
                    hasBody: true
                ), 403
            ),
            (
                RequestHead(
                    method: "POST",
                    hosts: ["localhost:8000"],
                    origins: ["http://evil.test"],
                    fetchSite: "cross-site",
                    fetchMode: "navigate"
                ), 403
            ),
            (RequestHead(method: "POST", hosts: ["localhost:8000"], origins: ["http://evil.test"]), 403),
            (RequestHead(method: "POST", hosts: ["localhost:8000"], origins: ["null"]), 403),
            // Another port of this machine is same-site.
            (
                RequestHead(
                    method: "POST",
                    hosts: ["127.0.0.1:8000"],
                    origins: ["http://127.0.0.1:19900"],
                    fetchSite: "same-site",
                    fetchMode: "cors"
                ), 403
            ),
            (RequestHead(method: "POST", hosts: ["127.0.0.1:8000"], origins: ["http://127.0.0.1:19900"]), 403),
            // The right host with the wrong scheme, and two origins.
            (RequestHead(method: "POST", hosts: ["localhost:8000"], origins: ["https://localhost:8000"]), 403),
            (
                RequestHead(method: "POST", hosts: ["localhost"], origins: ["http://localhost", "http://evil.test"]),
                403
            ),
            (RequestHead(method: "POST", hosts: ["localhost"], origins: [""]), 403),
            // Reading across sites.
            (RequestHead(hosts: ["localhost:8000"], fetchSite: "cross-site", fetchMode: "cors"), 403),
            (RequestHead(hosts: ["localhost:8000"], fetchSite: "same-site", fetchMode: "no-cors"), 403),
            // WebSockets bring an Origin and no Sec-Fetch headers.
            (RequestHead(hosts: ["127.0.0.1:8000"], origins: ["http://evil.test"], isWebSocket: true), 403),
            (RequestHead(hosts: ["127.0.0.1:8000"], origins: ["null"], isWebSocket: true), 403),
            // DNS rebinding: everything matches but the name.
            (
                RequestHead(
                    method: "POST",
                    hosts: ["evil.test:8000"],
                    origins: ["http://evil.test:8000"],
                    contentType: "application/json",
                    hasBody: true
                ), 421
            ),
            (RequestHead(hosts: ["evil.test:8000"], origins: ["http://evil.test:8000"], isWebSocket: true), 421),
            (RequestHead(hosts: ["evil.test:8000"]), 421),
            // Bodies that forms can send.
            (RequestHead(method: "POST", hosts: ["localhost"], contentType: "text/plain", hasBody: true), 415),
            (
                RequestHead(
                    method: "POST",
                    hosts: ["localhost"],
                    contentType: "application/x-www-form-urlencoded",
                    hasBody: true
                ), 415
            ),
            (
                RequestHead(
                    method: "POST",
                    hosts: ["localhost"],
                    contentType: "text/plain; a=application/json",
                    hasBody: true
                ), 415
            ),
            (RequestHead(method: "POST", hosts: ["localhost"], hasBody: true), 415),
        ] as [(RequestHead, Int)]
    )
    func `an attack is rejected`(head: RequestHead, expected: Int) {
        #expect(status(head) == expected)
    }

    @Test(arguments: [
        RequestHead(method: "POST", hosts: ["localhost:8000"]),
        RequestHead(method: "POST", hosts: ["localhost:8000"], contentType: "application/x-www-form-urlencoded"),
        RequestHead(
            method: "POST",
            hosts: ["localhost:8000"],
            contentType: "application/json; charset=utf-8",
            hasBody: true
        ),
        RequestHead(
            method: "POST",
            hosts: ["localhost:8000"],
            origins: ["http://localhost:8000"],
            fetchSite: "same-origin",
            fetchMode: "cors",
            contentType: "Application/JSON",
            hasBody: true
        ),
        RequestHead(method: "POST", hosts: ["127.0.0.1:8000"], fetchSite: "none", fetchMode: "navigate"),
        RequestHead(hosts: ["localhost:8000"], fetchSite: "cross-site", fetchMode: "navigate"),
        RequestHead(hosts: ["localhost:8000"], fetchSite: "same-origin", fetchMode: "cors"),
        RequestHead(hosts: ["localhost:8000"], origins: ["http://localhost:8000"], isWebSocket: true),
        RequestHead(hosts: ["localhost:8000"], isWebSocket: true),
        // A proxy that speaks TLS for a listed name.
        RequestHead(
            method: "POST",
            hosts: ["cap.example.org"],
            origins: ["https://cap.example.org"],
            fetchSite: "same-origin"
        ),
    ])
    func `the page itself and programs pass`(head: RequestHead) {
        #expect(status(head) == nil)
    }

    @Test func `over TLS the origin must be https`() {
        var head = RequestHead(method: "POST", hosts: ["localhost:8000"], origins: ["https://localhost:8000"])
        #expect(status(head, isSecure: true) == nil)
        head.origins = ["http://localhost:8000"]
        #expect(status(head, isSecure: true) == 403)
    }

    @Test(
        arguments: [
            ("Bearer s3cret", nil), ("bearer  s3cret", nil), ("Basic YW55OnMzY3JldA==", nil),
            ("basic OnMzY3JldA==", nil),
            (nil, 401), ("", 401), ("Bearer", 401), ("Bearer ", 401), ("Bearer s3cre", 401), ("Bearer s3crets", 401),
            ("Bearer s3crets3cret", 401), ("Basic s3cret", 401), ("Basic czNjcmV0", 401), ("Digest s3cret", 401),
        ] as [(String?, Int?)]
    )
    func `a token is asked for as bearer or as the basic password`(authorization: String?, expected: Int?) {
        let locked = RequestGuard(listenAddress: "127.0.0.1", token: "s3cret")
        let head = RequestHead(hosts: ["localhost"], authorization: authorization)
        #expect(locked.rejection(of: head, isSecure: false)?.status == expected)
    }

    @Test func `the host is judged before the token, and the token before the body`() {
        let locked = RequestGuard(listenAddress: "127.0.0.1", token: "s3cret")
        let foreign = RequestHead(method: "POST", hosts: ["evil.test"], contentType: "text/plain", hasBody: true)
        #expect(locked.rejection(of: foreign, isSecure: false)?.status == 421)
        let own = RequestHead(method: "POST", hosts: ["localhost"], contentType: "text/plain", hasBody: true)
        #expect(locked.rejection(of: own, isSecure: false)?.status == 401)
    }
}
