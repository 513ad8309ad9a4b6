internal import DatacapCore

/// Makes scheduled tests of recordings: how early each would have ended, and how far from ten fixed seconds.
///
/// Recordings hold a figure a second or so. A test sees each of them as quarters of a second that scatter by 2 %,
/// neighbours alike by 0.4; it begins with 0.75 s of slow start and a server that takes half a second to give its all.
///
///     {"case":S,"start_s":s,"end":E,"seconds":s,"mb":MB,"fixed_mb":MB,"mbps":R|null,"low":R|null,"high":R|null,
///      "fixed_mbps":R}
package struct TestReplay: Sendable {
    private static let slices = 40
    private static let slice = Duration.milliseconds(250)
    private static let ramp = [0.15, 0.35, 0.7]
    private static let server_slices = 2.0
    private static let scatter = 0.02
    private static let memory = 0.4
    /// One test begins every so many seconds of a recording.
    private static let every_seconds = 30.0
    /// A recording with figures further apart doesn't say how a line moves within a test.
    private static let longestStep_seconds = 1.6

    private let folder: String

    /// Makes a replay over every `*.csv` of a folder.
    package init(folder: String) { self.folder = folder }

    /// Makes the tests.
    ///
    /// - Parameter line: Takes each JSON line, without its end.
    /// - Throws: ``ReplayError``.
    package func run(_ line: ([UInt8]) -> Void) throws(ReplayError) {
        for name in try RecordedSeries.names(in: folder) {
            let entries = try RecordedSeries(path: "\(folder)/\(name)").entries
            guard let first = entries.first, let last = entries.last, entries.count > 10 else { continue }
            let length = (last.moment.uptime - first.moment.uptime).seconds
            guard length / Double(entries.count - 1) <= Self.longestStep_seconds else { continue }
            var random = SplitMix64(seed: UInt64(name.utf8.count))
            var start = first.moment.uptime.seconds
            while start + 10 < last.moment.uptime.seconds {
                let rates = slices(of: entries, from: start, &random)
                if (rates.min() ?? 0) > 0.01 {
                    line(test(rates, title: String(name.dropLast(4)), start_seconds: start))
                }
                start += Self.every_seconds
            }
        }
    }

    private func slices(of entries: [RecordedSeries.Entry], from start: Double, _ random: inout SplitMix64) -> [Double]
    {
        var wander = 0.0
        var index = 0
        return (0..<Self.slices).map { slice in
            let time = start + Double(slice) * Self.slice.seconds
            while index + 1 < entries.count, entries[index + 1].moment.uptime.seconds <= time { index += 1 }
            // Nearly normal: the sum of twelve uniform numbers.
            let normal = (0..<12).reduce(-6) { sum, _ in sum + random.nextUnit() }
            wander = Self.memory * wander + (1 - Self.memory * Self.memory).squareRoot() * normal
            return entries[index].sample.rate.megabitsPerSecond * max(0.05, 1 + Self.scatter * wander)
        }
    }

    private func test(_ rates: [Double], title: String, start_seconds: Double) -> [UInt8] {
        let order = TestOrder(kind: .full, maximum: ByteCount(.max), longest: .seconds(10), precision_percent: 3)
        var now = Moment(timestamp: Timestamp(milliseconds: 0), uptime: .zero)
        var running = RunningTest(order: order, at: now)
        var ended: TestResult?
        var fixed = SteadyRate(wanted_percent: 3)
        var all: Int64 = 0
        for (index, rate) in rates.enumerated() {
            now = Moment(timestamp: now.timestamp + Self.slice, uptime: now.uptime + Self.slice)
            let isRamping = index < Self.ramp.count
            let begun = Double(index - Self.ramp.count + 1) / Self.server_slices
            let share = isRamping ? Self.ramp[index] : 1 - 0.3 * (1 / (1 + begun * begun * begun))
            let bytes = Int64(rate * share * 1e6 / 8 * Self.slice.seconds)
            let sample = FetchSample(
                uptime: now.uptime,
                interval: Self.slice,
                bytes: [bytes],
                streams: 4,
                ramping: isRamping ? 4 : 0
            )
            all += bytes
            fixed.add(sample)
            guard ended == nil else { continue }
            if running.add(sample) { ended = running.result(at: now) }
        }
        let record = (ended ?? running.result(at: now)).record
        return JSONWriter.object { json in
            json.member("case", title)
            json.member("start_s", start_seconds, places: 1)
            json.member("end", record.end.rawValue)
            json.member("seconds", record.began.distance(to: record.ended).seconds, places: 2)
            json.member("mb", Double(record.amount.bytes) / 1e6, places: 3)
            json.member("fixed_mb", Double(all) / 1e6, places: 3)
            json.member("mbps", record.rate?.rate.megabitsPerSecond, places: 4)
            json.member("low", record.rate?.low.megabitsPerSecond, places: 4)
            json.member("high", record.rate?.high.megabitsPerSecond, places: 4)
            json.member("fixed_mbps", fixed.interval?.rate.megabitsPerSecond, places: 4)
        }
    }
}
