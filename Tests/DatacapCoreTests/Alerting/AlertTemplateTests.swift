import DatacapCore
import Testing

struct AlertTemplateTests {
    /// The annotations of a notice whose rule has these templates.
    private func filled(_ templates: [String: String], _ change: (inout AlertWorld) -> Void = { _ in }) throws
        -> [String: String]
    {
        var rule = AlertRule.throttled(wait: 0)
        rule.labels = [.init("severity", "warning")]
        for (name, text) in templates.sorted(by: { $0.key < $1.key }) {
            let template = try AlertTemplate(text, labels: ["severity", "alertname"], annotations: ["plain"])
            rule.annotations.append(AlertAnnotation(name: name, template: template))
        }
        var world = AlertWorld(AlertRules(rules: [rule], receivers: [.hook]))
        world.signals.throttle = .present(confidence: 0.9)
        change(&world)
        world.run(1)
        let fields = world.arrivals.first?.notice.annotations ?? []
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    }

    @Test func `names and filters give what people read`() throws {
        let texts = try filled([
            "plain":
                "{{alert}}/{{ rule }}/{{ status }}: {{ speed | mbps }} of {{ baseline }}, {{drop_ratio|percent}} less",
            "cap":
                "{{ cap.used | bytes }} of {{ cap.limit | bytes }}, {{ cap.used_ratio | percent }} until {{ cap.period_end }}",
            "other": "<{{ annotations.plain }}> {{ labels.severity }} {{ labels.alertname }}",
            "time": "{{ startsAt | date }} {{ endsAt | date }} {{ duration | duration }}",
            "word": "{{ verdict }} on {{ host }}: { } }} {",
        ]) { world in
            world.signals.speed = .megabits(18.37)
            world.signals.baseline = .megabits(94)
            world.signals.period = .init(start: Timestamp(milliseconds: 0), limit: .gigabytes(1_200))
            world.signals.used = .gigabytes(41.25)
            world.signals.verdict = "slow\r\nBcc: x"
        }
        #expect(texts["plain"] == "throttled/throttled/firing: 18.4 Mbit/s of 94 Mbit/s, 80.5 % less")
        #expect(texts["cap"] == "41.3 GB of 1.2 TB, 3.44 % until unknown")
        #expect(
            texts["other"] == "<throttled/throttled/firing: 18.4 Mbit/s of 94 Mbit/s, 80.5 % less> warning throttled"
        )
        #expect(texts["time"] == "2027-01-15T08:00:01.000Z unknown 0 s")
        #expect(texts["word"] == "slow  Bcc: x on probe: { } }} {")
    }

    @Test func `what nobody knows reads unknown`() throws {
        let texts = try filled(["a": "{{ speed }} {{ baseline | mbps }} {{ drop_ratio }} {{ cap.limit }} {{ verdict }}"]
        )
        #expect(texts["a"] == "unknown unknown unknown unknown unknown")
    }

    @Test(arguments: [
        ("{{ speed", AlertTemplateError.open("{{ speed")),
        ("{{ }}", .empty("")),
        ("{{ speed | mbps | mbps }}", .empty("speed | mbps | mbps")),
        ("{{ nope }}", .unknownName("nope")),
        ("{{ labels.nope }}", .unknownName("labels.nope")),
        ("{{ annotations.other }}", .unknownName("annotations.other")),
        ("{{ speed | upper }}", .unknownFilter("upper")),
        ("{{ speed | percent }}", .wrongFilter("percent", takes: .share, gets: .speed)),
        ("{{ alert | date }}", .wrongFilter("date", takes: .date, gets: .text)),
    ])
    func `what isn't a template is refused`(text: String, error: AlertTemplateError) {
        #expect(throws: error) { try AlertTemplate(text, labels: ["severity"], annotations: ["plain"]) }
    }
}
