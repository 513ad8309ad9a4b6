import DatacapCore

/// Made-up records for tests.
enum Made {
    /// The start of a day of UTC.
    static let start = Timestamp(milliseconds: 1_800_057_600_000)

    /// A sample of one second that ended so long after the start.
    static func sample(
        _ seconds: Double,
        _ rate: BitRate = .megabits(100),
        flaws: Flaws = [],
        roundTrip: Duration? = nil
    ) -> SampleRecord {
        SampleRecord(
            time: start + .milliseconds(seconds * 1_000),
            duration: .seconds(1),
            amount: ByteCount(Int64(rate.bytesPerSecond)),
            roundTrip: roundTrip,
            flaws: flaws
        )
    }

    /// So many samples, one a second, of speeds that a seed decides on; one in thirty is flawed.
    static func samples(_ count: Int, seed: UInt64, from seconds: Double = 0) -> [SampleRecord] {
        var random = Dice(seed: seed)
        return (0..<count).map { index in
            let isFlawed = Int.random(in: 0..<30, using: &random) == 0
            return sample(
                seconds + Double(index),
                .megabits(Double.random(in: 1...500, using: &random)),
                flaws: isFlawed ? [.otherTraffic] : [],
                roundTrip: Bool.random(using: &random) ? .microseconds(Int.random(in: 1...90_000, using: &random)) : nil
            )
        }
    }

    static let interval = RateInterval(rate: .megabits(94), low: .megabits(92), high: .megabits(95.5))

    static let session = SessionRecord(
        began: start,
        ended: start + .seconds(60),
        mode: "scheduled",
        amount: ByteCount(7),
        reason: "a person said \"stop\",\nand meant it"
    )

    static let test = TestRecord(
        began: start + .seconds(10),
        ended: start + .seconds(14),
        kind: .short,
        end: .precision,
        rate: interval,
        amount: .gigabytes(0.04),
        interfaceAmount: .gigabytes(0.042),
        connect: .microseconds(8_100),
        roundTrip: .microseconds(33_000),
        flaws: [.server]
    )

    /// An incident that began so long after the start.
    static func incident(_ seconds: Double = 20, lasting: Duration? = nil) -> IncidentRecord {
        let began = start + .milliseconds(seconds * 1_000)
        return IncidentRecord(
            began: began,
            noticed: began + .seconds(30),
            ended: lasting.map { began + $0 },
            kind: "throttled",
            accuses: true,
            sentence: "slowed from 94 to 10 Mbit/s",
            before: interval,
            after: nil,
            confidence: 0.97,
            cycleUsage: .gigabytes(1_198)
        )
    }

    static let event = EventRecord(time: start + .seconds(5), kind: .note, text: "the neighbour, too; {no joke}")
}

/// Reproducible chance (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
