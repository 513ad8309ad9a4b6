import DatacapCore
import TestSupport
import Testing

/// What the charts of a report show, read from their tables and drawings.
@Suite struct ReportChartTests {
    private func page(_ change: (inout ReportMaterial) -> Void, isCycle: Bool = false) -> String {
        var sample = SampleReport(sha256: { _ in [UInt8](repeating: 1, count: 32) })
        var material = sample.material(isCycle: isCycle)
        change(&material)
        return String(decoding: material.report(as: .html), as: UTF8.self)
    }

    @Test func `a dip of one figure is in the band`() {
        let page = page { material in
            material.runs[0].rows[200].sample.amount = ByteCount(625_000)
            material.runs[0].rows[200].sample.duration = .seconds(2)
            material.runs[0].rows[200].sample.flaws = []
        }
        // The slowest figure of its part, whose mean and fastest stay.
        #expect(page.contains(/<td class="n">2\.5<\/td>\n<td class="n">9\d\d\.\d<\/td>\n<td class="n">9\d\d\.\d</))
    }

    @Test func `flawed samples are ticks, and not part of the line`() {
        let page = page { material in
            for index in material.runs[0].rows.indices { material.runs[0].rows[index].sample.flaws = [] }
            material.runs[0].rows[200].sample.flaws = .server
            material.runs[0].rows[200].sample.amount = .gigabytes(1)
        }
        #expect(page.matches(of: /class="flaw"/).count == 1)
        #expect(!page.contains("<td class=\"n\">4000"))
    }

    @Test func `where nothing was measured the line has a gap`() {
        let whole = page { _ in }
        let parted = page { $0.runs[0].rows.removeSubrange(150..<250) }
        #expect(whole.matches(of: /class="mean"/).count == 1)
        #expect(parted.matches(of: /class="mean"/).count == 2)
    }

    @Test func `usage is told by the zone's days, tests as part of the line`() {
        let page = page { material in
            let midnight = SampleReport.start + .seconds(86_400)
            material.usage.line = [
                UsageSlot(start: midnight + .seconds(-900), traffic: Traffic(down: .gigabytes(5), up: .gigabytes(1))),
                UsageSlot(start: midnight, traffic: Traffic(down: .gigabytes(7))),
            ]
            material.usage.tests = [UsageSlot(start: midnight, traffic: Traffic(down: .gigabytes(2)))]
        }
        #expect(page.matches(of: /<rect class="all"/).count == 2)
        #expect(page.matches(of: /<rect class="part"/).count == 1)
        let first =
            "<td>2026-11-01</td>\n<td class=\"n\">0.00</td>\n<td class=\"n\">0.00</td>\n<td class=\"n\">5.00</td>"
        #expect(page.contains(first))
        #expect(page.contains("<td>2026-11-02</td>\n<td class=\"n\">2.00</td>"))
    }

    @Test func `volumes go by the tests where the line isn't known`() {
        let page = page { $0.usage.line = [] }
        #expect(page.contains("Speed against what the tests have carried in the cycle"))
        #expect(page.contains("The whole line isn&#39;t known."))
    }

    @Test func `the cap and the incident are marked where they fall`() {
        let page = page { _ in }
        #expect(page.contains(">cap</text>"))
        #expect(page.contains(">incident</text>"))
        #expect(page.contains("before: 941 Mbit/s</text>"))
        let unlimited = self.page { $0.plan = nil }
        #expect(!unlimited.contains(">cap</text>"))
    }

    @Test(arguments: [1, 60, 3_600, 86_400, 40 * 86_400, 900 * 86_400]) func `any window has a few ticks`(
        seconds: Int64
    ) {
        let page = page { $0.window.start = $0.window.end + .seconds(-seconds) }
        let ticks = page.matches(of: /y2="230.0"/).count
        #expect(ticks <= 30)
        if seconds >= 3_600 { #expect(ticks >= 4) }
    }
}
