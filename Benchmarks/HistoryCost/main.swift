// Prints what the history costs: inserts, queries, and the file's size after one year and after ten.
//
// Started by Scripts/bench-history.
internal import DatacapCore
internal import Glibc
internal import History

let start = Timestamp(milliseconds: 1_700_006_400_000)
let day = 86_400

/// Prints a line at once.
func say(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    write(STDOUT_FILENO, bytes, bytes.count)
}

func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

/// CPU seconds of this process so far.
func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// Samples at every so many seconds of a day, of a line that is slower in the evening, by a fixed pattern.
func samples(ofDay index: Int, every step: Int) -> [HistoryRecord] {
    stride(from: 0, to: day, by: step).map { second in
        let noise = Double((second &* 7_919 &+ index &* 104_729) % 1_000) / 1_000
        let rate = second > 68_400 ? 60 + 20 * noise : 90 + 5 * noise
        return .sample(
            SampleRecord(
                time: start + .seconds(index * day + second),
                duration: .milliseconds(1_000 * step),
                amount: ByteCount(Int64(rate * 125_000) * Int64(step)),
                roundTrip: .microseconds(Int64(18_000 + 9_000 * noise)),
                flaws: second % 97 == 0 ? [.otherTraffic] : []
            )
        )
    }
}

func age(_ store: HistoryStore, days: Range<Int>, every step: Int) throws(HistoryError) {
    for index in days {
        let records = samples(ofDay: index, every: step)
        // Ten seconds' samples at once, as the daemon hands them in, would take an hour here: an hour's at once.
        for first in stride(from: 0, to: records.count, by: 3_600) {
            try store.keep(Array(records[first..<min(records.count, first + 3_600)]))
        }
        let slots = (0..<96).map {
            UsageSlot(start: start + .seconds(index * day + $0 * 900), traffic: Traffic(down: .gigabytes(0.1)))
        }
        try store.add(slots, to: .line)
        try store.add(slots, to: .tests)
        try store.prune(Retention(), at: start + .seconds((index + 1) * day))
    }
}

func query(_ store: HistoryStore, _ name: String, days: Double, endingAt end: Timestamp) throws(HistoryError) {
    let from = end + .milliseconds(-days * 86_400_000)
    var slowest = 0.0
    var cpu = 0.0
    var count = 0
    for _ in 0..<7 {
        let (begun, worked) = (ContinuousClock.now, processorSeconds())
        count = try store.series(from: from, to: end, points: 1_000).points.count
        slowest = max(slowest, (ContinuousClock.now - begun).seconds * 1_000)
        cpu = max(cpu, (processorSeconds() - worked) * 1_000)
    }
    say("  \(name): \(count) points, slowest of 7 \(rounded(slowest)) ms (CPU \(rounded(cpu)) ms)")
}

func report(_ store: HistoryStore, _ name: String, days: Int) throws(HistoryError) {
    let end = start + .seconds(days * day)
    say("\(name): \(rounded(Double(try store.size().bytes) / 1e6)) MB")
    let ranges: [(name: String, days: Double)] = [
        ("an hour", 1.0 / 24), ("eight hours", 1.0 / 3), ("a day", 1), ("two weeks", 14), ("a month", 30),
        ("a year", 365),
        ("ten years", 3_650),
    ]
    for range in ranges { try query(store, range.name, days: range.days, endingAt: end) }
    try query(store, "an hour half a year ago", days: 1.0 / 24, endingAt: start + .seconds((days - 182) * day))
}

do throws(HistoryError) {
    let folder = CommandLine.arguments.dropFirst().first ?? "."
    let path = "\(folder)/history-cost.sqlite"
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    let store = try HistoryStore(path: path)
    for (name, size) in [("one row a transaction", 1), ("ten rows a transaction", 10), ("an hour's rows", 3_600)] {
        let records = Array(samples(ofDay: -1 - size, every: 1).prefix(max(3_600, size * 1_000)))
        let (begun, worked) = (ContinuousClock.now, processorSeconds())
        for first in stride(from: 0, to: records.count, by: size) {
            try store.keep(Array(records[first..<min(records.count, first + size)]))
        }
        let microseconds = 1e6 / Double(records.count)
        let wall = (ContinuousClock.now - begun).seconds * microseconds
        say("insert, \(name): \(rounded(wall)) µs a row (CPU \(rounded((processorSeconds() - worked) * microseconds)))")
    }
    // Nine years whose samples are a minute apart leave rollups of the same size as ones a second apart would.
    let begun = ContinuousClock.now
    try age(store, days: 0..<365, every: 1)
    say("one year at a sample a second, pruned daily, took \((ContinuousClock.now - begun).seconds.rounded()) s")
    try report(store, "one year", days: 365)
    try age(store, days: 365..<3_635, every: 60)
    try age(store, days: 3_635..<3_650, every: 1)
    try report(store, "ten years", days: 3_650)
    try store.close()
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
} catch {
    say("\(error)")
    exit(1)
}
