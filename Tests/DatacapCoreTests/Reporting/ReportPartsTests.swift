import DatacapCore
import Testing

/// The plan in words, outlines of rows, and names of tables.
@Suite struct ReportPartsTests {
    @Test(arguments: [
        (CycleRule.dayOfMonth(31), "a month from day 31"), (.beforeMonthsEnd(1), "a month from its last day"),
        (.beforeMonthsEnd(3), "a month from 3 days before the next"), (.weekly(.monday), "a week from Monday"),
        (.everyDays(28, from: CivilDate(daysSince1970: 0)), "every 28 days, counted from 1970-01-01"),
    ])
    func `a plan is put into words`(rule: CycleRule, words: String) {
        var plan = Plan()
        plan.cycleRule = rule
        #expect(ReportPlan(plan) == ReportPlan(text: "no cap, counted \(words), UTC", cap: nil))
        plan.name = "Cable 1000"
        plan.cap = .gigabytes(1_198)
        plan.counts = .down
        plan.freeHours = [FreeHours("23:00-07:00"), FreeHours("sat,sun 07:00-23:00")].compactMap { $0 }
        let counts = "only what is received counts, free at 23:00-07:00 and sat,sun 07:00-23:00"
        #expect(ReportPlan(plan).text == "Cable 1000: 1198 GB \(words), \(counts), UTC")
        #expect(ReportPlan(plan).cap == .gigabytes(1_198))
    }

    @Test func `an outline is that of the rows`() {
        func row(_ number: Int64, _ flaws: Flaws = []) -> ChainedSample {
            let sample = SampleRecord(
                time: Timestamp(milliseconds: number),
                duration: .seconds(1),
                amount: .zero,
                roundTrip: nil,
                flaws: flaws
            )
            return ChainedSample(number: number, sample: sample, hash: [UInt8(number)])
        }
        let runs = [
            SampleRun(before: [1], rows: [row(2), row(3, .server)]), SampleRun(before: [6], rows: [row(7)]),
        ]
        let outline = SampleOutline(runs)
        #expect(outline.runs.map(\.first) == [2, 7])
        #expect(outline.runs.map(\.count) == [2, 1])
        #expect(outline.runs.map(\.before) == [[1], [6]])
        #expect(outline.runs.map(\.head) == [[3], [7]])
        #expect(outline.counts == SampleCounts(runs.flatMap { $0.rows.map(\.sample) }))
    }

    @Test func `tables are named with commas`() {
        #expect(ExchangeTable.list("usage,sample,sample") == [.sample, .usage])
        #expect(
            ExchangeTable.list(ExchangeTable.allCases.map(\.rawValue).joined(separator: ",")) == ExchangeTable.allCases
        )
        for text in ["", ",", "sample,", "samples", "sample, usage"] { #expect(ExchangeTable.list(text) == nil) }
    }
}
