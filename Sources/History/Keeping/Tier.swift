internal import DatacapCore

/// How coarsely samples are kept; the raw value is the tier's length in seconds, as it stands in the file.
enum Tier: Int64, CaseIterable {
    /// One row a sample; the length is nominal.
    case raw = 1
    case minute = 60
    case hour = 3_600
    case day = 86_400

    /// The tiers that samples are rolled up into.
    static let rollups = [Tier.minute, .hour, .day]

    var length: Duration { .seconds(rawValue) }

    var length_ms: Int64 { rawValue * 1_000 }

    /// The start of the period that a point in time lies in.
    func start_ms(of time: Timestamp) -> Int64 {
        let rest = time.milliseconds % length_ms
        return time.milliseconds - (rest < 0 ? rest + length_ms : rest)
    }
}
