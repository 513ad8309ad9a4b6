/// What the rows of a report say, once each was found to fit.
package struct ReportVerification: Hashable, Sendable {
    /// How many rows there are.
    package internal(set) var rows = 0
    /// How many runs they come in.
    package internal(set) var runs = 0
    /// The first row's number and the last one's; `nil` without rows.
    package internal(set) var numbers: ClosedRange<Int64>?
    /// The earliest time of a row and the latest; `nil` without rows.
    package internal(set) var times: ClosedRange<Timestamp>?
    /// How many of them say something of the line.
    package internal(set) var counts = SampleCounts()
    /// What came in the valid ones.
    package internal(set) var amount = ByteCount.zero
    /// How long the valid ones lasted.
    package internal(set) var duration = Duration.zero
    /// The last row's hash in hexadecimal, which stands for all before it.
    package internal(set) var head = ""
    /// The row that has the hash that a witness holds.
    package internal(set) var witnessed: Int64?

    init() {}

    mutating func take(_ row: ChainedSample) {
        rows += 1
        numbers =
            min(numbers?.lowerBound ?? row.number, row.number)...max(numbers?.upperBound ?? row.number, row.number)
        let time = row.sample.time
        times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
        counts.add(row.sample.flaws)
        head = HexText.text(row.hash)
        guard row.sample.flaws == [] else { return }
        amount = ByteCount(amount.bytes &+ row.sample.amount.bytes)
        duration += row.sample.duration
    }

    /// What was checked, and what it is worth: a few lines without their ends.
    package var lines: [String] {
        guard let numbers, let times else { return ["there are no rows to check"] }
        let gaps = runs == 1 ? "" : " in \(runs) runs, between which rows are not in the file"
        let flaws = counts.byFrequency.map { "\($0.name) \($0.count)" }
        let why = flaws.isEmpty ? "" : " (\(flaws.joined(separator: ", ")))"
        var lines = [
            "\(rows) rows fit their hashes: \(numbers.lowerBound) to \(numbers.upperBound)\(gaps)",
            "from \(times.lowerBound.rfc3339) to \(times.upperBound.rfc3339)",
            "\(counts.valid) valid, \(counts.all - counts.valid) flawed\(why)",
        ]
        if duration > .zero {
            lines.append("mean speed of the valid rows: \(BitRate(amount, over: duration).plain)")
        }
        lines.append("hash of the last row: \(head)")
        if let witnessed {
            lines.append(
                "row \(witnessed) has the witness's hash: it and the rows before it are as the witness saw them"
            )
        } else {
            lines.append("that no row was altered since is proved only to somebody who got one of these hashes earlier")
        }
        return lines
    }
}
