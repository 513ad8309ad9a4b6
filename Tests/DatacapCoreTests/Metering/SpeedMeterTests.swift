import DatacapCore
import Testing

struct SpeedMeterTests {
    private func sample(_ bytes: Int64, ramping: Int = 0, milliseconds: Int = 250) -> FetchSample {
        FetchSample(uptime: .zero, interval: .milliseconds(milliseconds), bytes: [bytes], streams: 4, ramping: ramping)
    }

    private func figures(_ samples: [FetchSample], meter: inout SpeedMeter) -> [SpeedFigure] {
        samples.compactMap { if case .figure(let figure) = meter.add($0) { figure } else { nil } }
    }

    @Test func `a figure is payload over time`() throws {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        let figures = figures(Array(repeating: sample(250_000), count: 16), meter: &meter)
        #expect(figures.count == 2)
        #expect(figures.allSatisfy { $0.rate == .megabits(8) && $0.isSettled && $0.duration == .seconds(2) })
    }

    @Test func `samples that come a little late don't delay figures`() {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        let late = Array(repeating: sample(249_000, milliseconds: 249), count: 80)
        #expect(figures(late, meter: &meter).count == 10)
    }

    @Test func `slow start stays out of the first figure`() throws {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        let ramp = [sample(10_000, ramping: 4), sample(50_000, ramping: 4), sample(100_000, ramping: 2)]
        let first = figures(ramp + Array(repeating: sample(250_000), count: 5), meter: &meter)
        #expect(first.map(\.rate) == [.megabits(8)])
        #expect(first.first?.duration == .milliseconds(1_250))
    }

    @Test func `nothing is shown while all is ramping, but not for ever`() {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        let ramping = Array(repeating: sample(250_000, ramping: 4), count: 32)
        let all = figures(ramping, meter: &meter)
        #expect(all.count == 2)
        #expect(all.allSatisfy { !$0.isSettled && $0.rate == .megabits(8) })
    }

    @Test func `a ramping minority doesn't count after five seconds of flow`() throws {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        _ = figures(Array(repeating: sample(250_000), count: 24), meter: &meter)
        let figure = figures(Array(repeating: sample(250_000, ramping: 2), count: 8), meter: &meter)
        #expect(figure.map(\.isSettled) == [true])
    }

    @Test func `a gap that data ends was part of the speed`() {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        var samples = Array(repeating: sample(250_000), count: 6)
        samples.insert(contentsOf: [sample(0), sample(0)], at: 3)
        #expect(figures(samples, meter: &meter).map(\.rate) == [.megabits(6)])
    }

    @Test func `silence beyond the limit is a stall and not a speed`() {
        var meter = SpeedMeter(updateInterval: .seconds(2))
        _ = figures(Array(repeating: sample(250_000), count: 3), meter: &meter)
        #expect(figures(Array(repeating: sample(0), count: 100), meter: &meter).isEmpty)
        #expect(meter.silence >= SpeedMeter.stallLimit)
        let after = figures(Array(repeating: sample(250_000), count: 8), meter: &meter)
        #expect(after.map(\.rate) == [.megabits(8)])
        #expect(meter.silence == .zero)
    }
}
