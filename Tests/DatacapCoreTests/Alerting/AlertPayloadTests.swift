import DatacapCore
import Testing

struct AlertPayloadTests {
    private func notice(resolved: Bool = false, test: Bool = false) -> Notice {
        let labels = [Notice.Field("alertname", "CapNear"), Notice.Field("site", "home-05")]
        return Notice(
            id: "n-1",
            incident: "n",
            number: 1,
            receiver: "hook",
            alert: "CapNear",
            status: resolved ? .resolved : .firing,
            time: Timestamp(milliseconds: 1_795_381_480_000),
            startsAt: Timestamp(milliseconds: 1_795_381_480_000),
            endsAt: resolved ? Timestamp(milliseconds: 1_795_381_500_000) : nil,
            labels: labels,
            annotations: [.init("summary", "a \"quoted\"\nline")],
            fingerprint: labels.fingerprint,
            generatorURL: "http://vm:8000/",
            isTest: test
        )
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // The fingerprints that Alertmanager 0.25 gave these labels.
    @Test(arguments: [("home-05", "5c4d2b5c9a1bc3b2"), ("home-06", "5c432b5c9a136f2d")])
    func `fingerprints are Alertmanager's`(site: String, fingerprint: String) {
        #expect([Notice.Field("alertname", "CapNear"), Notice.Field("site", site)].fingerprint == fingerprint)
    }

    @Test func `the webhook's payload has all members of Alertmanager's`() throws {
        let json = try JSONReader.read(notice().webhookJSON)
        let members = [
            "receiver", "status", "alerts", "groupLabels", "commonLabels", "commonAnnotations", "externalURL",
            "version",
            "groupKey", "truncatedAlerts",
        ]
        for member in members { #expect(json[member] != nil, "\(member)") }
        #expect(json["version"]?.string == "4")
        #expect(json["groupKey"]?.string == "{}:{alertname=\"CapNear\", site=\"home-05\"}")
        let alert = try #require(json["alerts"]?.array?.first)
        #expect(alert["endsAt"]?.string == "0001-01-01T00:00:00Z")
        #expect(alert["startsAt"]?.string == "2026-11-22T21:04:40.000Z")
        #expect(alert["fingerprint"]?.string == "5c4d2b5c9a1bc3b2")
        #expect(alert["annotations"]?["summary"]?.string == "a \"quoted\"\nline")
        let resolved = try JSONReader.read(notice(resolved: true).webhookJSON)
        #expect(resolved["status"]?.string == "resolved")
        #expect(resolved["alerts"]?.array?.first?["endsAt"]?.string == "2026-11-22T21:05:00.000Z")
    }

    @Test func `Alertmanager is told when what fires ends by itself`() throws {
        let now = Timestamp(milliseconds: 1_795_381_490_000)
        let notices = [notice(), notice(resolved: true), notice(test: true)]
        let alerts = try #require(try JSONReader.read(Notice.alertmanagerJSON(notices, at: now)).array)
        #expect(
            alerts.map { $0["endsAt"]?.string } == [
                "2026-11-22T21:08:50.000Z", "2026-11-22T21:05:00.000Z", "2026-11-22T21:04:51.000Z",
            ]
        )
        #expect(alerts[0]["labels"]?["site"]?.string == "home-05")
        #expect(text(Notice.alertmanagerJSON([], at: now)) == "[]")
    }

    @Test func `the answer shows state, next reminder, silence, receivers and notices`() throws {
        var rule = AlertRule.throttled(wait: 0, to: ["mail"])
        let template = try AlertTemplate("The line gives {{ speed | mbps }}", labels: [], annotations: [])
        rule.annotations = [AlertAnnotation(name: "summary", template: template)]
        var world = AlertWorld(AlertRules(rules: [rule], receivers: [.mail, .alertmanager]))
        let quiet = try JSONReader.read(world.book.alertMessage("throttled", at: world.now))
        #expect(quiet["summary"]?.value == .null)
        world.signals.throttle = .present(confidence: 0.9)
        world.signals.speed = .megabits(12)
        world.run(5)
        world.perform(world.book.carryOut(.silence(alert: "throttled", for: .seconds(60)), at: world.now).effects)
        let json = try JSONReader.read(world.book.alertsJSON(at: world.now))
        let alert = try #require(json["alerts"]?.array?.first)
        #expect(alert["state"]?.string == "firing")
        #expect(alert["summary"]?.string == "The line gives 12 Mbit/s")
        #expect(alert["next_repeat"]?.string == (world.wall + .seconds(56)).rfc3339)
        #expect(alert["silenced_until"]?.string == (world.wall + .seconds(60)).rfc3339)
        let receivers = try #require(json["receivers"]?.array)
        #expect(receivers.map { $0["receiver"]?.string } == ["mail", "am"])
        #expect(receivers[0]["last_outcome"]?.string == "delivered")
        #expect(receivers[1]["last_outcome"]?.value == .null)
        let notices = try #require(json["notices"]?.array)
        #expect(Set(notices.map { $0["address"]?.string }) == ["a@x.test", "b@x.test"])
        let message = try JSONReader.read(world.book.alertMessage("throttled", at: world.now))
        #expect(message["type"]?.string == "alert")
        #expect(message["alert"]?.string == "throttled")
        #expect(try JSONReader.read(world.book.alertMessage("gone", at: world.now))["removed"]?.bool == true)
    }
}
