/// One raw sample as a line of a report, and back.
///
/// Its columns are ``header``; `time` and `mbit_per_s` follow from the others and are there for people. A line that
/// isn't written exactly so is no row, so that nothing in it can be changed unnoticed.
enum ReportRow {
    /// The columns' names.
    static let header = "row,time,mbit_per_s,time_ms,duration_us,bytes,round_trip_us,flaws,hash"

    /// The line of a sample, without its end.
    static func line(_ row: ChainedSample) -> String {
        let sample = row.sample
        return "\(row.number),\(sample.time.rfc3339),\(speed(sample)),\(sample.chainText),\(HexText.text(row.hash))"
    }

    /// Reads a line.
    ///
    /// - Returns: `nil` if it isn't what ``line(_:)`` writes.
    static func read(_ line: ArraySlice<UInt8>) -> ChainedSample? {
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == 9 else { return nil }
        let chainText = line[fields[3].startIndex..<fields[7].endIndex]
        guard let number = Int64(String(decoding: fields[0], as: UTF8.self)),
            let sample = SampleRecord(chainText: String(decoding: chainText, as: UTF8.self)),
            let hash = HexText.bytes(fields[8]), hash.count == 32
        else { return nil }
        let read = ChainedSample(number: number, sample: sample, hash: hash)
        return Self.line(read).utf8.elementsEqual(line) ? read : nil
    }

    /// The speed in Mbit/s with three decimal places; nothing without a duration.
    private static func speed(_ sample: SampleRecord) -> String {
        let rate = (sample.rate.bitsPerSecond / 1_000).rounded()
        guard sample.duration > .zero, rate >= 0, let kilobits = Int64(exactly: rate) else { return "" }
        return "\(kilobits / 1_000).\(Int(kilobits % 1_000).padded(3))"
    }
}
