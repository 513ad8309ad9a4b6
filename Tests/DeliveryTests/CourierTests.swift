internal import DatacapCore
@testable internal import Delivery
internal import TestSupport
internal import Testing

@Suite struct CourierTests {
    private func courier(server: String? = nil) -> Courier {
        let mail = server.map { MailSettings(url: "smtp://\($0)", tls: .none, from: "datacap@example.org") }
        return Courier(mail: mail, folder: "/", host: "probe.example.org")
    }

    @Test func `without settings there is no mail`() async {
        let outcome = await courier()
            .deliver(.sample(), to: Receiver(name: "mail", way: .email(to: ["me@example.org"])), payload: [])
        #expect(outcome == .final(reason: "config.json has no \"smtp\" to send mail with"))
    }

    @Test(arguments: [true, false])
    func `a cancelled delivery ends at once, though its server never answers`(isMail: Bool) async {
        let server = SilentServer()
        let courier = courier(server: server.address)
        let way: Receiver.Way = isMail ? .email(to: ["me@example.org"]) : .webhook(url: "http://\(server.address)/")
        let task = Task { await courier.deliver(.sample(), to: Receiver(name: "test", way: way), payload: []) }
        task.cancel()
        #expect(await task.value == .interrupted)
        withExtendedLifetime(server) {}
    }

    @Test func `of several deliveries that all must go well, the worst that can be mended counts`() {
        let (done, later, never) = outcomes
        #expect(DeliveryOutcome.all([done]) == done.outcome)
        #expect(DeliveryOutcome.all([done, done]) == .delivered(detail: "a: ok; a: ok"))
        #expect(DeliveryOutcome.all([done, never]) == .final(reason: "a: ok; c: no"))
        #expect(
            DeliveryOutcome.all([done, later, never]) == .retry(reason: "a: ok; b: wait; c: no", after: .seconds(9))
        )
        #expect(DeliveryOutcome.all([]) == .final(reason: "there is no address"))
    }

    @Test func `of several deliveries of which one must go well, the best counts`() {
        let (done, later, never) = outcomes
        #expect(DeliveryOutcome.any([never, done, later]) == .delivered(detail: "c: no; a: ok; b: wait"))
        #expect(DeliveryOutcome.any([never, later]) == .retry(reason: "c: no; b: wait", after: .seconds(9)))
        #expect(DeliveryOutcome.any([never, never]) == .final(reason: "c: no; c: no"))
    }

    @Test func `whoever is most impatient decides when to try again`() {
        let (_, later, _) = outcomes
        let sooner = NamedOutcome(name: "d", outcome: .retry(reason: "soon", after: .seconds(3)))
        let any = NamedOutcome(name: "e", outcome: .retry(reason: "any time", after: nil))
        #expect(DeliveryOutcome.all([later, sooner]) == .retry(reason: "b: wait; d: soon", after: .seconds(3)))
        #expect(DeliveryOutcome.all([later, any]) == .retry(reason: "b: wait; e: any time", after: nil))
    }

    private var outcomes: (done: NamedOutcome, later: NamedOutcome, never: NamedOutcome) {
        (
            NamedOutcome(name: "a", outcome: .delivered(detail: "ok")),
            NamedOutcome(name: "b", outcome: .retry(reason: "wait", after: .seconds(9))),
            NamedOutcome(name: "c", outcome: .final(reason: "no"))
        )
    }
}

@Suite struct CleanTextTests {
    @Test(arguments: [
        ("a\r\nb", "a  b", "a\nb"), ("a\rb\nc", "a b c", "a\nb\nc"), (" \n a \t\n", "a", "a"),
        ("\u{1B}[31m", "[31m", "[31m"),
        ("a\u{0}\u{7F}\u{85}\u{9B}\u{2028}\u{2029}b", "a      b", "a      b"), ("ä🐌", "ä🐌", "ä🐌"), ("\r\n", "", ""),
    ])
    func `control characters become spaces`(text: String, line: String, lines: String) {
        #expect(text.cleanLine == line)
        #expect(text.cleanLines == lines)
    }

    @Test(arguments: [
        (4, "aä"), (3, "aä"), (2, "a"), (1, "a"), (0, ""), (9, "aä🐌b"), (8, "aä🐌b"), (7, "aä🐌"), (6, "aä"),
    ])
    func `a text is cut between scalars`(limit: Int, cut: String) {
        #expect("aä🐌b".cut(to: limit) == cut)
    }
}
