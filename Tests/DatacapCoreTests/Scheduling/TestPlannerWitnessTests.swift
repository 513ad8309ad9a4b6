import DatacapCore
import TestSupport
import Testing

@Suite struct TestPlannerWitnessTests {
    @Test func `a witness never takes more than was reserved for it, nor than it may`() {
        for streams in [3, 12, 48, 64] {
            for megabytes in [0.1, 1, 3, 6, 12, 30, 300] {
                var desk = PlannerDesk()
                _ = desk.handle(.tick(desk.outlook))
                let most = ByteCount(Int64(megabytes * 1e6))
                guard case .reserve(let wanted, _)? = desk.handle(.witness(.init(most: most, streams: streams))).first
                else {
                    Issue.record("nothing was asked for")
                    continue
                }
                for share in [1, 0.7, 0.3, 0.1] {
                    var other = desk
                    let granted = ByteCount(Int64(Double(wanted.bytes) * share))
                    for case .begin(let order) in other.handle(.granted(granted, limit: share < 1 ? .day : nil)) {
                        #expect(order.maximum <= max(most, TestCost.latency))
                        guard order.kind != .latency else { continue }
                        #expect(order.maximum.bytes + TestOrder.overshoot.bytes * Int64(streams) <= granted.bytes)
                        #expect(order.order(FetchOrder(urls: ["http://a.test/"])).streams == streams)
                    }
                }
            }
        }
    }

    @Test func `no witness is asked for during a pause, or in quiet hours`() throws {
        let witness = TestPlanner.Witness(most: ByteCount(50_000_000), streams: 12)
        var desk = PlannerDesk()
        _ = desk.handle(.tick(desk.outlook))
        _ = desk.handle(.pause(until: nil))
        #expect(desk.handle(.witness(witness)).isEmpty)
        var settings = ScheduleSettings()
        settings.quietHours = [try #require(FreeHours("22:00-06:00"))]
        var quiet = PlannerDesk(settings)
        _ = quiet.handle(.tick(quiet.outlook))
        let minutes = ZoneRules.utc.local(quiet.time.now.timestamp).minuteOfDay
        quiet.time.pass(.seconds((23 * 60 - minutes) * 60))
        #expect(quiet.handle(.witness(witness)).isEmpty)
        quiet.time.pass(.seconds(12 * 3_600))
        #expect(!quiet.handle(.witness(witness)).isEmpty)
    }
}
