import TestSupport
import Testing

@testable import DatacapCore

/// Hand-made cycles: a test an hour, 2 GB used in each.
@Suite struct CapFindingTests {
    private var finder = CapFinder()
    private let cycles = SimulatedHousehold().cycles(6)

    private mutating func feed(
        _ cycle: Int,
        hours: Int = 600,
        isFlawed: (Int) -> Bool = { _ in false },
        mbps: (Int) -> Double
    ) {
        for hour in 1...hours {
            // A whole month has as many hours as are wanted.
            let share = Double(hour) / Double(hours)
            let length = cycles[cycle].start.distance(to: cycles[cycle].end).seconds
            let time = cycles[cycle].start + .seconds(hours == 600 ? share * length - 60 : Double(hour) * 3_600)
            let point = CapPoint(
                time: time,
                usage: .gigabytes(Double(2 * hour)),
                rate: .megabits(mbps(hour) * (1 + 0.01 * Double(hour % 5))),
                isFlawed: isFlawed(hour)
            )
            finder.take(point, in: cycles[cycle])
        }
    }

    @Test mutating func `a step is a suspicion until it is lifted with the cycle`() throws {
        feed(0) { $0 <= 400 ? 941 : 10 }
        guard case .suspected(let suspected) = finder.finding() else {
            Issue.record("\(finder.finding())")
            return
        }
        #expect(suspected.stages.first?.low == .gigabytes(800))
        #expect(suspected.stages.first?.high == .gigabytes(802))
        guard case .found(let ofPlan) = finder.finding(cap: .gigabytes(800)) else {
            Issue.record("the plan's cap isn't seen")
            return
        }
        #expect(ofPlan.isOfPlan)
        feed(1, hours: 30) { _ in 941 }
        let finding = finder.finding()
        #expect(
            finding.sentence { _ in "on 1 February at 00:59" } == """
                The provider slows the line down from 955 Mbit/s to 10.2 Mbit/s at 801 GB ± 1 GB of a billing cycle; it \
                was fast again on 1 February at 00:59.
                """
        )
        let json = String(decoding: JSONWriter.object { finding.write(to: &$0) { $0.rfc3339 } }, as: UTF8.self)
        #expect(json.hasPrefix(#"{"state":"found","sentence":"The provider"#))
    }

    @Test mutating func `what stays slow in the next cycle is no cap`() {
        feed(0) { $0 <= 400 ? 941 : 10 }
        feed(1, hours: 100) { _ in 10 }
        #expect(finder.finding() == .unknown(.notLifted(at: .gigabytes(801))))
    }

    @Test mutating func `a later cycle that goes past it takes it back`() {
        feed(0) { $0 <= 400 ? 941 : 10 }
        feed(1) { _ in 941 }
        #expect(finder.finding() == .unknown(.passed(at: .gigabytes(801))))
    }

    @Test mutating func `a cap that moves is told with the one before`() throws {
        feed(0) { $0 <= 200 ? 941 : 10 }
        feed(1) { $0 <= 200 ? 941 : 10 }
        feed(2) { $0 <= 400 ? 941 : 10 }
        feed(3, hours: 30) { _ in 941 }
        let cap = try #require(finder.finding().cap)
        #expect(cap.stages.map(\.volume) == [.gigabytes(801)])
        #expect(cap.earlier == [.gigabytes(401)])
    }

    @Test mutating func `cycles that slow down anywhere have no cap`() {
        feed(0) { $0 <= 200 ? 941 : 10 }
        feed(1) { $0 <= 300 ? 941 : 10 }
        feed(2) { $0 <= 400 ? 941 : 10 }
        feed(3, hours: 30) { _ in 941 }
        #expect(finder.finding() == .unknown(.cyclesDisagree(low: .gigabytes(401), high: .gigabytes(801))))
    }

    @Test mutating func `the data can't tell when there are too few`() {
        #expect(finder.finding() == .unknown(.tooFewPoints))
        feed(0, hours: 5) { _ in 941 }
        #expect(finder.finding() == .unknown(.tooFewPoints))
        feed(1) { $0 <= 598 ? 941 : 10 }
        guard case .unknown(.tooLate(let volume)) = finder.finding() else {
            Issue.record("\(finder.finding())")
            return
        }
        #expect(abs(volume.gigabytes - 1_197) <= 1)
    }

    @Test mutating func `a cycle without a slowdown says how far it went`() {
        feed(0) { _ in 941 }
        #expect(finder.finding() == .unknown(.noSlowdown(upTo: .gigabytes(1_200))))
    }

    @Test mutating func `flawed points say nothing`() {
        feed(0, isFlawed: { $0 > 400 }) { $0 <= 400 ? 941 : 10 }
        feed(1, hours: 30) { _ in 941 }
        #expect(finder.finding() == .unknown(.noSlowdown(upTo: .gigabytes(800))))
    }

    @Test mutating func `what the line carried narrows the interval`() throws {
        feed(0) { $0 <= 400 ? 941 : 10 }
        finder.note(carried: .megabits(300), from: .gigabytes(801.5), in: cycles[0])
        #expect(finder.finding(cap: .gigabytes(801)).cap?.stages.first?.low == .gigabytes(801.5))
    }

    @Test mutating func `what is kept is the same after a restart`() throws {
        feed(0) { $0 <= 400 ? 941 : 10 }
        feed(1, hours: 30) { _ in 941 }
        finder.note(carried: .megabits(300), from: .gigabytes(1), in: cycles[1])
        let restored = try CapFinder(restoring: finder.json)
        #expect(restored.finding().sentence(when: \.rfc3339) == finder.finding().sentence(when: \.rfc3339))
        #expect(restored.json == finder.json)
        #expect(finder.json.count < 100_000)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"version":2,"cycles":[]}"#, #"{"version":1,"cycles":[{"start":"x","end":"y"}]}"#,
        #"{"version":1,"cycles":[],"undated":{"usage_bytes":1,"seen":1,"carried_bytes":[],"pieces":[[1]]}}"#,
    ])
    func `what isn't a finder is refused`(text: String) {
        #expect(throws: RestoreError.self) { try CapFinder(restoring: Array(text.utf8)) }
    }

    @Test mutating func `figures beyond all measure are refused`() {
        feed(0, hours: 20) { _ in 941 }
        let text = String(decoding: finder.json, as: UTF8.self)
        let wrong = text.replacing("40000000000", with: "4e300")
        #expect(wrong != text)
        #expect(throws: RestoreError.self) { try CapFinder(restoring: Array(wrong.utf8)) }
        finder.take(CapPoint(time: cycles[0].end, usage: .gigabytes(50), rate: .megabits(.infinity)), in: cycles[0])
        finder.note(carried: .megabits(.nan), from: .zero, in: cycles[0])
        #expect(finder.curves.first?.pieces.count == 20)
    }

    @Test func `the next test is one per cent further, or around what is known`() throws {
        let nothing = CapFinding.unknown(.tooFewPoints)
        let next = { (usage_gb: Double, cap: ByteCount?) in
            CapFinder.usageForNextTest(after: .gigabytes(usage_gb), finding: nothing, cap: cap)
        }
        #expect(next(100, nil) == .gigabytes(101))
        #expect(next(100, .gigabytes(1_000)) == .gigabytes(960))
        #expect(next(970, .gigabytes(1_000)) == .gigabytes(979.7))
        #expect(next(1_100, .gigabytes(1_000)) == nil)
    }

    @Test(arguments: [
        (1_198.0, 6.0, "1.198 TB ± 6 GB"), (1_198, 1.4, "1.198 TB ± 1.4 GB"), (801, 1, "801 GB ± 1 GB"),
        (54.664, 0.03, "54.66 GB ± 0.03 GB"), (1_234, 56, "1.23 TB ± 60 GB"),
    ])
    func `a volume has as many digits as are known`(volume_gb: Double, width_gb: Double, text: String) {
        #expect(ByteCount.gigabytes(volume_gb).told(within: .gigabytes(width_gb)) == text)
    }
}
