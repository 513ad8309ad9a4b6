import DatacapCore
import Testing

struct TestSizeTests {
    private func cost(_ megabytes: [Double]) -> TestCost {
        var cost = TestCost()
        for amount in megabytes {
            let time = Timestamp(milliseconds: 0)
            let rate = RateInterval(rate: .megabits(100), low: .megabits(98), high: .megabits(102))
            cost.learn(
                TestRecord(
                    began: time,
                    ended: time,
                    kind: .full,
                    end: .precision,
                    rate: rate,
                    amount: ByteCount(Int64(amount * 1e6))
                )
            )
        }
        return cost
    }

    private func left(_ megabytes: Double) -> Budget.Allowance {
        Budget.Allowance(amount: ByteCount(Int64(megabytes * 1e6)), limit: .day)
    }

    @Test func `the latest full tests tell what the next takes`() {
        #expect(TestCost().full == ByteCount(25_000_000))
        #expect(cost([30, 40, 50]).full == ByteCount(40_000_000))
        #expect(cost([900, 900, 900, 30, 31, 32, 33, 34]).full == ByteCount(32_000_000))
    }

    @Test(arguments: [
        (500.0, TestRecord.Kind.full, 160.0), (41, .full, 41), (39, .short, 39), (24, .short, 24), (23, .probe, 5),
        (5, .probe, 5), (4.9, .latency, 0.064), (0.064, .latency, 0.064),
    ])
    func `the ladder goes down step by step`(room: Double, kind: TestRecord.Kind, maximum: Double) {
        let size = TestSize(cost: cost([40]), allowance: left(room))
        #expect(size.kind == kind)
        #expect(size.maximum == ByteCount(Int64(maximum * 1e6)))
        #expect(size.limit == (kind == .full ? nil : .day))
    }

    @Test func `with nothing left there is no test`() {
        #expect(TestSize(cost: cost([40]), allowance: left(0.06)).kind == nil)
        #expect(TestSize(cost: cost([40]), allowance: left(0)).kind == nil)
    }

    @Test func `without a limit a test may take four times what was usual, or what the schedule allows`() {
        #expect(TestSize(cost: cost([40]), allowance: nil).maximum == ByteCount(160_000_000))
        let size = TestSize(cost: cost([40]), allowance: nil, wanted: ByteCount(20_000_000))
        #expect(size.kind == .full)
        #expect(size.maximum == ByteCount(20_000_000))
    }

    @Test func `a slow line's full test fits where a fast line's probe does`() {
        #expect(TestSize(cost: cost([2]), allowance: left(3)).kind == .full)
    }

    @Test func `each step has its reason`() throws {
        let zone = try Zone("Europe/Berlin")
        let now = try zone.time("2026-11-23T14:20:00Z")
        let cycle = BillingCycle(start: now, end: try zone.time("2026-11-30T23:00:00Z"))
        let ends = LimitEnds(at: now, cycle: cycle, in: zone.rules)
        let texts = Budget.Limit.allCases.map { limit in
            let allowance = Budget.Allowance(amount: ByteCount(24_000_000), limit: limit)
            return TestSize(cost: cost([40]), allowance: allowance)
                .reason(left: allowance.amount, cost: cost([40]), ends: ends) ?? ""
        }
        let same = "has 24 MB left and a full test takes about 40 MB: a short test is made instead until"
        #expect(
            texts == [
                "budget.session_gb \(same) the next start", "budget.hour_gb \(same) 2026-11-23 16:00",
                "budget.day_gb \(same) 2026-11-24 00:00", "budget.cycle_gb \(same) 2026-12-01 00:00",
                "the cap without budget.reserve_gb \(same) 2026-12-01 00:00", "the cap \(same) 2026-12-01 00:00",
            ]
        )
        #expect(TestSize(cost: cost([40]), allowance: nil).reason(left: .zero, cost: cost([40]), ends: ends) == nil)
    }

    @Test func `the pace spreads what is left over the rest of the cycle`() {
        let start = Timestamp(milliseconds: 0)
        let cycle = BillingCycle(start: start, end: start + .seconds(1_000_000))
        func next(left: Int64, at seconds: Int) -> Timestamp {
            CyclePace.next(
                after: start,
                cost: ByteCount(10),
                left: ByteCount(left),
                in: cycle,
                at: start + .seconds(seconds)
            )
        }
        #expect(next(left: 1_000, at: 0) == start + .seconds(10_000))
        #expect(next(left: 100, at: 500_000) == start + .seconds(50_000))
        #expect(next(left: 0, at: 0) == cycle.end)
        let first = CyclePace.next(after: nil, cost: ByteCount(10), left: ByteCount(1), in: cycle, at: start)
        #expect(first == start)
    }

    @Test func `tests at that pace last to the end of the cycle and no further`() {
        var random = SplitMix64(seed: 8)
        for _ in 0..<200 {
            let start = Timestamp(milliseconds: 0)
            let cycle = BillingCycle(start: start, end: start + .seconds(30 * 86_400))
            let cost = ByteCount(Int64(1 + random.next() % 400_000_000))
            let budget = Int64(5_000_000_000 + random.next() % 20_000_000_000)
            var (left, now, count) = (budget, start, 0)
            var last: Timestamp?
            while now < cycle.end {
                let due = CyclePace.next(after: last, cost: cost, left: ByteCount(left), in: cycle, at: now)
                if due <= now, left >= cost.bytes {
                    left -= cost.bytes
                    last = now
                    count += 1
                }
                now = now + .seconds(3_600)
            }
            #expect(left >= 0)
            let possible = min(720, Int(budget / cost.bytes))
            #expect(Double(count) >= 0.45 * Double(possible))
            #expect(cycle.end.milliseconds - (last ?? start).milliseconds <= 1_000 * 86_400 * 30 / Int64(count) * 3)
        }
    }
}
