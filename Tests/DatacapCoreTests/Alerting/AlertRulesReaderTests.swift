import DatacapCore
import Testing

struct AlertRulesReaderTests {
    private func read(_ text: String, hasMail: Bool = true) throws(ConfigurationError) -> AlertRules {
        try AlertRules(Array(text.utf8), fileName: "r.json", folder: "/etc/datacap/alerts/", hasMail: hasMail)
    }

    private func faults(_ text: String, hasMail: Bool = true) -> [String] {
        do throws(ConfigurationError) {
            _ = try read(text, hasMail: hasMail)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `the contract's example is understood`() throws {
        let text = """
            { "version": 1,
              "rules": [
                { "alert": "throttled", "when": { "signal": "throttle" }, "for_seconds": 60,
                  "keep_firing_for_seconds": 300, "repeat_interval_seconds": 14400, "send_resolved": true,
                  "no_data": "keep", "labels": { "severity": "warning" },
                  "annotations": { "summary": "Throttled to {{ speed | mbps }}, was {{ baseline | mbps }}" },
                  "receivers": ["mail", "hook"] },
                { "alert": "cap-80", "when": { "signal": "cap", "used_percent": 80 }, "receivers": ["mail"] } ],
              "receivers": [
                { "name": "mail", "email": { "to": ["me@example.org"] } },
                { "name": "hook", "exec": { "argv": ["hooks/notify.sh", "-v", "-v"], "timeout_seconds": 30 } },
                { "name": "am", "alertmanager": { "urls": ["http://127.0.0.1:9093"] } } ] }
            """
        let rules = try read(text)
        let throttled = try #require(rules.rule("throttled"))
        #expect(throttled.condition == .throttle(minimumConfidence: 0.5))
        #expect(throttled.wait == .seconds(60))
        #expect(throttled.labels == [.init("severity", "warning")])
        #expect(throttled.receivers == ["mail", "hook"])
        let cap = try #require(rules.rule("cap-80"))
        #expect(cap.condition == .cap(usedPercent: 80))
        #expect(cap.wait == .zero)
        #expect(cap.repeatInterval == nil)
        #expect(!cap.sendsResolved)
        #expect(rules.receiver("mail")?.way == .email(to: ["me@example.org"]))
        let argv = ["/etc/datacap/alerts/hooks/notify.sh", "-v", "-v"]
        #expect(rules.receiver("hook")?.way == .exec(.init(argv: argv, timeout: .seconds(30))))
    }

    @Test func `every signal and key is understood`() throws {
        let text = """
            {"$schema": "rules.schema.json", "version": 1, "rules": [
              {"alert": "a", "when": {"signal": "throttle", "minimum_confidence": 0.8}, "repeat_interval_seconds": null},
              {"alert": "b", "when": {"signal": "cap_forecast"}, "enabled": false},
              {"alert": "c", "when": {"signal": "speed_below", "mbps": 12.5}, "no_data": "resolve"},
              {"alert": "d", "when": {"signal": "no_sample"}},
              {"alert": "e", "when": {"signal": "crash_loop", "restarts": 5, "within_seconds": 300}},
              {"alert": "f", "when": {"signal": "notification_failing"}, "for_seconds": 60}]}
            """
        let rules = try read(text)
        #expect(
            rules.rules.map(\.condition) == [
                .throttle(minimumConfidence: 0.8), .capForecast, .speedBelow(.megabits(12.5)), .noSample,
                .crashLoop(restarts: 5, within: .seconds(300)), .notificationFailing,
            ]
        )
        #expect(rules.rules[0].repeatInterval == nil)
        #expect(!rules.rules[1].isEnabled)
        #expect(rules.rules[2].noData == .resolve)
        #expect(rules.rules[5].wait == .seconds(60))
    }

    @Test func `all faults of rules are reported at once, each with its place`() {
        let text = """
            {
              "rules": [
                {"alert": "a b", "when": {"signal": "cap", "used_percent": -1, "x": 1}},
                {"alert": "c", "when": {"signal": "nope"}, "for_seconds": "60"},
                {"alert": "c", "when": {}, "repeat_interval_seconds": 59, "receivers": ["r", "q", "r"]},
                {"when": 5, "labels": {"9x": "a", "alertname": "x", "l": 3}},
                {"alert": "d", "when": {"signal": "speed_below"}, "annotations": {
                    "s": "{{ sped }}", "t": "{{ speed | bytes }}", "u": "{{ annotations.s }}", "v": "{{ speed"}}
              ],
              "receivers": [{"name": "r", "webhook": {"url": "http://h/"}}],
              "colour": 1
            }
            """
        let found = faults(text)
        let expected = [
            "r.json:1:1: version: is missing; it must be 1",
            "r.json:3:15: rules[0].alert: must be 1 to 64 letters, digits, \"-\", \"_\" or \".\", is \"a b\"",
            "r.json:3:64: rules[0].when.used_percent: must be a number from 0.001 to 1000, is -1",
            "r.json:3:68: rules[0].when.x: is unknown; known are signal, used_percent",
            "r.json:4:39: rules[1].when.signal: must be one of \"throttle\", \"cap\", \"cap_forecast\", \"speed_below\", "
                + "\"no_sample\", \"crash_loop\", \"notification_failing\", is \"nope\"",
            "r.json:4:63: rules[1].for_seconds: must be a number from 0 to 2592000, is a string",
            "r.json:5:15: rules[2].alert: \"c\" stands twice",
            "r.json:5:28: rules[2].when.signal: is missing",
            "r.json:5:59: rules[2].repeat_interval_seconds: must be a number from 60 to 31536000, is 59",
            "r.json:5:82: rules[2].receivers[1]: there is no receiver \"q\"",
            "r.json:5:87: rules[2].receivers[2]: \"r\" stands twice",
            "r.json:6:5: rules[3].alert: is missing",
            "r.json:6:14: rules[3].when: must be an object, is a number",
            "r.json:6:28: rules[3].labels.9x: must be letters, digits and \"_\", not starting with a digit",
            "r.json:6:39: rules[3].labels.alertname: is the rule's name and can't be set",
            "r.json:6:62: rules[3].labels.l: must be a string, is a number",
            "r.json:7:28: rules[4].when.mbps: is missing",
        ]
        for fault in expected { #expect(found.contains(fault), "\(fault)") }
        #expect(found.contains { $0.hasPrefix("r.json:8:14: rules[4].annotations.s: has an unknown name \"sped\"") })
        #expect(
            found.contains(
                "r.json:8:33: rules[4].annotations.t: has the filter bytes, which takes an amount of data, on a speed"
            )
        )
        #expect(found.contains { $0.hasPrefix("r.json:8:89: rules[4].annotations.v: has {{ without }}") })
        #expect(found.contains("r.json:11:3: colour: is unknown; known are $schema, receivers, rules, version"))
        #expect(found.count == expected.count + 4, "\(found.joined(separator: "\n"))")
    }

    @Test func `all faults of receivers are reported at once, each with its place`() {
        let text = """
            {"version": 1, "receivers": [
              {"name": "a"},
              {"name": "b", "exec": {"argv": []}, "webhook": {"url": "ftp://h"}},
              {"name": "c", "exec": {"argv": ["notify"]}},
              {"name": "d", "email": {"to": ["a b@x", "me@x.test>\\r\\nRSET"]}},
              {"name": "e", "alertmanager": {}},
              {"name": "e", "exec": {"argv": ["/bin/x"], "timeout_seconds": 0}}
            ]}
            """
        let found = faults(text, hasMail: false)
        #expect(
            found == [
                "r.json:2:3: receivers[0]: must have one of exec, email, alertmanager, webhook, has none",
                "r.json:3:3: receivers[1]: must have one of exec, email, alertmanager, webhook, has several",
                "r.json:3:34: receivers[1].exec.argv: must have 1 to 64 entries, has 0",
                "r.json:3:58: receivers[1].webhook.url: must start with http:// or https://, is \"ftp://h\"",
                "r.json:4:34: receivers[2].exec.argv: must begin with the program's path: no folders are searched for "
                    + "\"notify\"",
                "r.json:5:34: receivers[3].email.to[0]: must be a mail address such as me@example.org, is \"a b@x\"",
                "r.json:5:43: receivers[3].email.to[1]: must not contain control characters",
                "r.json:5:26: receivers[3].email: needs smtp in config.json",
                "r.json:6:33: receivers[4].alertmanager.urls: is missing",
                "r.json:7:12: receivers[5].name: \"e\" stands twice",
                "r.json:7:65: receivers[5].exec.timeout_seconds: must be a number from 1 to 3600, is 0",
            ]
        )
    }

    @Test func `a text that is no JSON or no object is one fault with its place`() {
        #expect(faults("{") == ["r.json:1:2: expected a member's name in quotes, found end of text"])
        #expect(faults("[]") == ["r.json:1:1: must be an object, is an array"])
        #expect(faults("{\"version\": 2}") == ["r.json:1:13: version: must be a whole number from 1 to 1, is 2"])
    }

    @Test func `labels are plain, and a receiver that nobody uses is no fault`() {
        let text = """
            {"version": 1, "rules": [{"alert": "a", "when": {"signal": "throttle"}, "labels": {"l": "{{ speed }}"}}],
             "receivers": [{"name": "r", "webhook": {"url": "http://h/"}}]}
            """
        #expect(
            faults(text) == [
                "r.json:1:89: rules[0].labels.l: must be plain: labels identify the alert, only annotations take {{ }}"
            ]
        )
    }
}
