import Testing

@testable import DatacapCore

struct ThrottleDetectorTests {
    /// A detector and a clock that ticks once every two seconds.
    private struct Line {
        var detector = ThrottleDetector(throttleRatio: 0.7)
        var time = Timestamp(milliseconds: 0)

        /// Feeds figures of that speed; returns the seconds at which the verdict changed.
        @discardableResult
        mutating func feed(
            _ megabits: Double,
            count: Int,
            settled: Bool = true,
            targets: [Double] = [0.5, 0.5]
        ) -> [Int64] {
            var changes: [Int64] = []
            for _ in 0..<count {
                time = time + .seconds(2)
                let figure = SpeedFigure(
                    uptime: .zero,
                    rate: .megabits(megabits),
                    amount: .zero,
                    duration: .seconds(2),
                    targetRates: targets.map { .megabits(megabits * $0) },
                    isSettled: settled
                )
                if detector.observe(figure, at: time) { changes.append(time.milliseconds / 1_000) }
            }
            return changes
        }
    }

    @Test func `the first ten settled figures make the baseline`() {
        var line = Line()
        line.feed(500, count: 3, settled: false)
        line.feed(100, count: 9)
        #expect(line.detector.baseline == nil)
        #expect(line.detector.verdict == .undecided(.learning))
        line.feed(104, count: 1)
        #expect(line.detector.baseline == .megabits(100))
        #expect(line.detector.verdict == .normal)
    }

    @Test(arguments: [(10.0, 22), (40.0, 32), (60.0, 46)])
    func `a consistent drop is said within seconds that the window's mean needs`(level: Double, seconds: Int64) throws {
        var line = Line()
        line.feed(100, count: 40)
        let changes = line.feed(level, count: 30)
        let change = try #require(changes.first)
        #expect(changes.count == 1)
        #expect(change - 80 == seconds)
        guard case .throttled(let evidence) = line.detector.verdict else {
            Issue.record("verdict is \(line.detector.verdict)")
            return
        }
        #expect(evidence.since == Timestamp(milliseconds: 82_000))
        #expect(evidence.baseline == .megabits(100))
        #expect(evidence.level == .megabits(level))
    }

    @Test func `a drop within the threshold is normal`() {
        var line = Line()
        line.feed(100, count: 40)
        #expect(line.feed(75, count: 200).isEmpty)
    }

    @Test func `dips that end by themselves are not throttling`() {
        var line = Line()
        line.feed(100, count: 40)
        for _ in 0..<50 {
            #expect(line.feed(5, count: 4).isEmpty)
            #expect(line.feed(100, count: 16).isEmpty)
        }
    }

    @Test func `it is taken back after five good figures, and not said again for the old ones`() {
        var line = Line()
        line.feed(100, count: 40)
        line.feed(10, count: 40)
        #expect(line.feed(100, count: 4).isEmpty)
        #expect(line.feed(100, count: 1).count == 1)
        #expect(line.detector.verdict == .normal)
        #expect(line.feed(100, count: 60).isEmpty)
    }

    @Test func `a level just above the threshold doesn't clear it`() {
        var line = Line()
        line.feed(100, count: 40)
        line.feed(10, count: 40)
        #expect(line.feed(72, count: 100).isEmpty)
        #expect(line.detector.verdict.isThrottled)
    }

    @Test func `a throttle that lasts doesn't become the baseline`() {
        var line = Line()
        line.feed(100, count: 40)
        line.feed(10, count: 4_000)
        #expect(line.detector.verdict.isThrottled)
        #expect(line.detector.baseline == .megabits(100))
    }

    @Test func `one slow URL of two isn't the line`() {
        var line = Line()
        line.feed(100, count: 40)
        #expect(line.feed(51, count: 100, targets: [0.98, 0.02]).isEmpty)
    }

    @Test func `a pause breaks the run`() {
        var line = Line()
        line.feed(100, count: 20)
        for _ in 0..<50 {
            line.feed(10, count: 4)
            line.detector.interrupt()
        }
        #expect(line.detector.verdict == .normal)
    }

    @Test func `a line whose connections never settle still gets a baseline`() {
        var line = Line()
        line.feed(100, count: 50, settled: false)
        #expect(line.detector.baseline == .megabits(100))
    }
}
