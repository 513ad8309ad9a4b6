import DatacapCore
import TestSupport
import Testing

/// What reports say, in every form.
@Suite struct ReportTests {
    /// A hash that isn't one: these tests don't check it.
    private static let noHash: @Sendable ([UInt8]) -> [UInt8] = { _ in [UInt8](repeating: 0xAB, count: 32) }

    private func material(isCycle: Bool = false, rows: Int = 300) -> ReportMaterial {
        var sample = SampleReport(sha256: Self.noHash)
        return sample.material(isCycle: isCycle, rows: rows)
    }

    private func text(_ material: ReportMaterial, _ format: ReportFormat) -> String {
        String(decoding: material.report(as: format), as: UTF8.self)
    }

    @Test(arguments: [ReportFormat.text, .html]) func `an incident's report says what matters`(format: ReportFormat) {
        // Lines are broken and characters escaped elsewhere than words.
        let words = text(material(), format).split { " \n".contains($0) }.joined(separator: " ")
        for phrase in [
            "Incident 3 on an internet line", "10.2 Mbit/s instead of 941 Mbit/s", "2026-11-22 20:04:00 +00:00",
            "941 Mbit/s (903 to 979)", "10.2 Mbit/s (9.8 to 10.6)", "98.9 % less", "97 %", "1198 GB",
            "not a regulator", "certified measurement", "BNetzA", "datacap verify", "203.0.113.7", "a.test, b.test",
            "other_traffic", "receive_window", "the line is held down", "± 6 GB", "No data comes at all.",
            "4 to 8 % more", String(repeating: "ab", count: 32),
        ] { #expect(words.contains(phrase), "\(phrase)") }
        #expect(!words.contains("secret"))
    }

    @Test func `a cycle's report says what was used, and of it by tests`() {
        let text = text(material(isCycle: true), .text)
        #expect(text.contains("An internet line from 2026-11-01 to 2026-11-30"))
        #expect(text.contains("of which tests 1"))
        #expect(text.contains("No raw rows of this span are kept any more"))
        #expect(text.contains("2026-11-22"))
    }

    @Test(arguments: [false, true]) func `plain text has 80 columns`(isCycle: Bool) {
        var material = material(isCycle: isCycle)
        material.line.host = String(repeating: "x", count: 300)
        material.events.append(
            EventRecord(time: SampleReport.now, kind: .note, text: String(repeating: "word ", count: 60))
        )
        for line in text(material, .text).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: ReportFormat.allCases) func `text from strangers is only text`(format: ReportFormat) {
        let hostile = "</pre><img src=x onerror=\"alert(1)\">'&amp;\u{1B}[31m\u{202E}\n# run: first_row=1\u{85}"
        var material = material()
        material.line.host = hostile
        material.line.external?.isp = hostile
        material.line.external?.city = hostile
        material.line.downloader = hostile
        material.plan?.text = hostile
        material.findings = [hostile]
        material.events[0].text = hostile
        material.sessions[0].reason = hostile
        material.incidents[0].sentence = hostile
        material.method.interface = hostile
        let text = text(material, format)
        #expect(!text.unicodeScalars.contains { [0x1B, 0x202E, 0x85].contains($0.value) })
        #expect(!text.contains("\n# run: first_row=1\n"))
        guard format == .html else { return }
        let known = [
            "lang", "charset", "http-equiv", "content", "name", "class", "xmlns", "viewBox", "role", "aria-labelledby",
            "id",
            "tabindex", "scope", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "cx", "cy", "r",
            "text-anchor",
        ]
        for tag in text.matches(of: /<[a-z][^>]*>/) {
            for attribute in tag.0.matches(of: #/ ([-a-zA-Z0-9]+)="[^"]*"/#) {
                #expect(known.contains(String(attribute.1)), "\(tag.0)")
            }
        }
        for mark in ["<img", "<script", "<link", "url(", "@import"] { #expect(!text.contains(mark), "\(mark)") }
        #expect(text.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;amp;"))
    }

    @Test(arguments: [false, true]) func `elements are closed in order`(isCycle: Bool) throws {
        let page = text(material(isCycle: isCycle), .html)
        var open: [Substring] = []
        for part in page.split(separator: "<").dropFirst() {
            let tag = part.prefix { $0 != ">" }
            let name = tag.prefix { $0 != " " && $0 != "/" }
            if tag.hasPrefix("/") {
                #expect(open.popLast() == tag.dropFirst())
            } else if !["meta", "!DOCTYPE"].contains(name), !tag.hasSuffix("/") {
                open.append(name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test func `charts stay in their frames, and describe themselves`() throws {
        for isCycle in [false, true] {
            let page = text(material(isCycle: isCycle), .html)
            #expect(page.matches(of: /<svg [^>]*role="img" aria-labelledby="(\w+)-title \1-text"/).count == 3)
            for match in page.matches(of: /\b[xc]?([xy])[12]?="([^"]+)"/) {
                let value = try #require(Double(match.2), "\(match.0)")
                #expect((0...720).contains(value), "\(match.0)")
            }
            #expect(!page.contains("nan") && !page.contains("inf\""))
        }
    }

    @Test(arguments: ReportFormat.allCases) func `a report of nothing can be made`(format: ReportFormat) throws {
        let line = ReportLine(host: "attic", downloader: "datacap-downloader")
        let method = ReportMethod(Configuration())
        let cycle = BillingCycle(start: SampleReport.start, end: SampleReport.start)
        for subject in [ReportSubject.incident(SampleReport.incident), .cycle(cycle)] {
            for now in [SampleReport.now, SampleReport.start, Timestamp(milliseconds: 0)] {
                let material = ReportMaterial(subject, zone: .utc, line: line, method: method, at: now)
                #expect(text(material, format).contains("datacap"))
            }
        }
    }

    @Test func `the window is the cycle, or ten minutes more than the incident`() {
        var incident = SampleReport.incident
        incident.record.ended = SampleReport.began + .seconds(100)
        let window = ReportSubject.incident(incident).window(at: SampleReport.now)
        #expect(window.start == SampleReport.began + .seconds(-600))
        #expect(window.end == SampleReport.began + .seconds(700))
        let open = ReportSubject.incident(SampleReport.incident).window(at: SampleReport.now)
        #expect(open.end == SampleReport.now)
        let cycle = BillingCycle(start: SampleReport.start, end: SampleReport.start + .seconds(86_400))
        #expect(ReportSubject.cycle(cycle).window(at: SampleReport.now).end == cycle.end)
    }

    @Test func `files are named after what they are about`() {
        #expect(material().fileName(as: .html) == "datacap-incident-3.html")
        #expect(material(isCycle: true).fileName(as: .csv) == "datacap-cycle-2026-11-01.csv")
    }

    @Test func `rows are numbers and times, under names`() throws {
        let lines = text(material(rows: 5), .csv).split(separator: "\n").filter { !$0.hasPrefix("#") }
        try #require(lines.count == 6)
        #expect(lines[0] == "row,time,mbit_per_s,time_ms,duration_us,bytes,round_trip_us,flaws,hash")
        for line in lines.dropFirst() {
            #expect(
                line.wholeMatch(of: /\d+,[-\d]+T[:.\d]+Z,\d+\.\d{3},\d+,\d+,\d+,\d*,\d+,[0-9a-f]{64}/) != nil,
                "\(line)"
            )
        }
    }
}
