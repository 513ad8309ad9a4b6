import Testing

@testable import DatacapCore

@Suite struct DetectionPartsTests {
    @Test func `quantiles are those of the sorted numbers`() {
        var line = SyntheticLine(seed: 61)
        for count in [1, 2, 3, 10, 101, 600] {
            let numbers = (0..<count).map { _ in line.next() }
            let sorted = numbers.sorted()
            for share in [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] {
                var statistics = OrderStatistics(capacity: count)
                for number in numbers { statistics.append(number) }
                let place = share * Double(count - 1)
                let low = Int(place)
                let high = min(low + 1, count - 1)
                let expected = sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
                #expect(abs(statistics.quantile(share) - expected) < 1e-9)
            }
        }
    }

    @Test func `equal numbers don't trouble the selection`() {
        var statistics = OrderStatistics(capacity: 100)
        for _ in 0..<100 { statistics.append(7) }
        #expect(statistics.median() == 7)
        #expect(statistics.deviation(from: 7) == 0)
    }

    @Test func `a ring keeps the latest in order`() {
        var ring = RingBuffer<Int>(capacity: 3)
        for number in 1...5 { ring.append(number) }
        #expect((0..<ring.count).map { ring[$0] } == [3, 4, 5])
        #expect(ring.last == 5)
    }

    @Test func `a line that dips often needs longer dips to surprise`() {
        var calm = ExcursionMemory(slowRatio: 0.72)
        var restless = calm
        for step in 0..<100 {
            calm.watch(60)
            restless.watch(60)
            restless.enter(0, since: Double(step) * 60)
            restless.leave(0, at: Double(step) * 60 + 30)
        }
        func expected(_ memory: ExcursionMemory, _ length_seconds: Double, noise: Double = 0.3) -> Double {
            memory.expectedPerDay(0, length_seconds: length_seconds, noise: noise)
        }
        #expect(expected(restless, 60) > 5 * expected(calm, 60))
        #expect(expected(calm, 120) * 4 == expected(calm, 60))
        // What lines in general do is less for one without scatter, and what this one did is what it did.
        #expect(abs(expected(calm, 60, noise: 0.06) * 5 / expected(calm, 60) - 1) < 1e-9)
        #expect(abs(expected(calm, 60, noise: 0) * 10 / expected(calm, 60) - 1) < 1e-9)
        #expect(expected(calm, 60, noise: 1) == expected(calm, 60))
        #expect(expected(restless, 60, noise: 0.02) > 0.5 * expected(restless, 60))
    }

    @Test func `flat speeds are a ceiling, scattered ones are not`() {
        var line = SyntheticLine(seed: 62)
        var flat = OrderStatistics(capacity: 20)
        var scattered = OrderStatistics(capacity: 20)
        line.noise = 0.25
        for _ in 0..<20 {
            flat.append(line.shaped(to: 40))
            scattered.append(line.next())
        }
        #expect(CeilingFingerprint(&flat, natural: 0.3).odds < 0.02)
        #expect(CeilingFingerprint(&scattered, natural: 0.3).odds > 0.5)
    }

    @Test func `hours of the week are learnt over days`() {
        var hours = HourOfWeekBaseline()
        var sorter = OrderStatistics(capacity: 512)
        for day in 0..<7 { for hour in 0..<24 { hours.learn(hour == 20 || hour == 21 ? 0.5 : 1, at: day * 24 + hour) } }
        #expect(hours.expected(at: 20, &sorter) < 0.6)
        #expect(hours.expected(at: 10, &sorter) == 1)
        #expect(HourOfWeekBaseline.hour(of: Timestamp(milliseconds: 3_600_000 * 170)) == 2)
        #expect(HourOfWeekBaseline.hour(of: Timestamp(milliseconds: -1)) == 167)
    }

    @Test func `a volume matches the cap and onsets of earlier cycles only`() {
        var volumes = VolumeMemory(cap: .gigabytes(100))
        volumes.follow(50e9)
        volumes.note(onset_bytes: 50e9)
        #expect(volumes.match(51e9) == nil)
        #expect(volumes.match(97e9)?.source == .cap)
        volumes.follow(1e9)
        #expect(volumes.match(51e9)?.source == .earlierOnset)
        #expect(volumes.match(60e9) == nil)
    }

    @Test func `memory stays below what is stated, whatever has been seen`() {
        var line = SyntheticLine(seed: 63)
        var bench = Bench()
        for step in 0..<20_000 {
            let rates = (0..<16).map { _ in BitRate.megabits(line.next()) }
            let share = step % 3_000 > 2_500 ? 0.2 : 1
            let sample = LineSample(rate: .megabits(line.next() * share), source: .targets(rates))
            bench.feed(sample, after: step < 18_000 ? 0.25 : 900)
        }
        let bytes = Self.footprint(of: bench.detector)
        #expect(bytes < LineDetector.memory_bytes)
        #expect(bytes > LineDetector.memory_bytes / 4)
    }

    /// The bytes of a value and of the arrays in it.
    private static func footprint(of value: Any) -> Int {
        func bytes<Element>(_ array: [Element]) -> Int { array.capacity * MemoryLayout<Element>.stride }
        switch value {
        case let array as [Double]: return bytes(array)
        case let array as [Float]: return bytes(array)
        case let array as [Int]: return bytes(array)
        case let array as [Bool]: return bytes(array)
        case let array as [LineStep]: return bytes(array)
        case let array as [ScheduledDetector.Test]: return bytes(array)
        case is any BinaryInteger, is Double, is Bool: return 0
        default:
            let mirror = Mirror(reflecting: value)
            // Elements of another kind are counted with 64 bytes each, and what they hold.
            let own = mirror.displayStyle == .collection ? mirror.children.count * 64 : 0
            return mirror.children.reduce(own) { $0 + footprint(of: $1.value) }
        }
    }
}
