import DatacapCore
import TestSupport

/// A line that the tests make: a level, slow noise about it, and what is done to it.
struct SyntheticLine {
    private var dice: Dice
    private var drift = 0.0
    /// The usual speed, in Mbit/s.
    var level_mbps = 100.0
    /// The scatter of single samples, as a share of the level.
    var noise = 0.08
    /// How far one sample resembles the one before, 0–1.
    var memory = 0.5

    init(seed: UInt64) { dice = Dice(seed: seed) }

    /// What the line would give in the next sample.
    mutating func next() -> Double {
        drift = memory * drift + (1 - memory * memory).squareRoot() * dice.normal()
        return level_mbps * max(0.02, 1 + noise * drift)
    }

    /// A number from 0 to 1.
    mutating func chance() -> Double { dice.uniform() }

    /// A limit as a shaper keeps it: nothing above, and what the line gives where that is less.
    mutating func shaped(to limit_mbps: Double) -> Double { min(next(), limit_mbps * (1 + 0.01 * dice.normal())) }
}

/// A detector under test, fed sample by sample.
struct Bench {
    var detector: LineDetector
    private(set) var events: [DetectionEvent] = []
    private(set) var now_seconds = 0.0

    init(_ settings: DetectorSettings = DetectorSettings()) { detector = LineDetector(settings: settings) }

    var raised: [Detection] {
        events.compactMap { if case .raised(let detection) = $0 { detection } else { nil } }
    }

    /// What is said last of each detection.
    var verdicts: [Detection] {
        events.compactMap {
            switch $0 {
            case .raised(let detection), .refined(let detection): detection
            case .cleared: nil
            }
        }
    }

    var accusations: [Detection] { verdicts.filter(\.accuses) }

    var clearings: [Timestamp] {
        events.compactMap { if case .cleared(_, let time) = $0 { time } else { nil } }
    }

    private var moment: Moment {
        Moment(
            timestamp: Timestamp(milliseconds: Int64((now_seconds * 1_000).rounded())),
            uptime: .seconds(now_seconds)
        )
    }

    mutating func feed(_ sample: LineSample, after gap_seconds: Double = 1) {
        now_seconds += gap_seconds
        events += detector.observe(sample, at: moment)
    }

    mutating func confirm(_ probes: [LineProbe]) { events += detector.confirm(probes, at: moment) }

    mutating func feed(_ rate_mbps: Double, target: Int = 0, after gap_seconds: Double = 1) {
        feed(LineSample(rate: .megabits(rate_mbps), source: .target(target)), after: gap_seconds)
    }
}
