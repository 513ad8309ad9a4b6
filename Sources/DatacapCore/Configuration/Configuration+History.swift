extension Configuration {
    /// Reads `history`.
    mutating func readHistory(_ reader: inout ConfigurationReader) {
        func days(_ name: String, _ range: ClosedRange<Double>) -> Duration? {
            reader.number("history.\(name)", range).map { .seconds(($0 * 86_400).rounded()) }
        }
        retention.raw = days("raw_days", 0.01...3_653) ?? retention.raw
        retention.minutes = days("minute_days", 1...3_653) ?? retention.minutes
        retention.hours = days("hour_days", 1...36_525) ?? retention.hours
        if let gigabytes = reader.number("history.max_gb", 0.01...10_000) { retention.size = .gigabytes(gigabytes) }
    }

    /// Writes `history` as it is in force.
    func writeHistory(to json: inout JSONWriter) {
        json.object("history") { json in
            json.member("raw_days", retention.raw.seconds / 86_400, places: 3)
            json.member("minute_days", retention.minutes.seconds / 86_400, places: 3)
            json.member("hour_days", retention.hours.seconds / 86_400, places: 3)
            json.member("max_gb", retention.size.gigabytes, places: 3)
        }
    }
}
