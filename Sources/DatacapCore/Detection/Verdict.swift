/// What the detector says of the line.
package enum Verdict: Hashable, Sendable {
    /// It can't tell, and why.
    case undecided(Uncertainty)
    /// The line gives what it gave at first.
    case normal
    /// The line gives less than it gave, consistently.
    case throttled(ThrottleEvidence)

    /// Why nothing can be said.
    package enum Uncertainty: String, Hashable, Sendable {
        /// There is no baseline yet.
        case learning
    }

    /// The verdict's name on the wire: `undecided`, `normal` or `throttled`.
    package var name: String {
        switch self {
        case .undecided: "undecided"
        case .normal: "normal"
        case .throttled: "throttled"
        }
    }

    /// Whether the line is throttled.
    package var isThrottled: Bool {
        switch self {
        case .undecided, .normal: false
        case .throttled: true
        }
    }

    /// The verdict as a person reads it.
    package var sentence: String {
        switch self {
        case .undecided(.learning): "Still learning what this line gives."
        case .normal: "The line gives what it gave at first."
        case .throttled(let evidence):
            """
            The line has slowed down from \(evidence.baseline.plain) to \(evidence.level.plain) Mbit/s, \
            which is \(Int((100 * (1 - evidence.ratio)).rounded())) % less.
            """
        }
    }
}

/// What a verdict of throttling rests on.
package struct ThrottleEvidence: Hashable, Sendable {
    /// When the drop began, not when it was noticed.
    package var since: Timestamp
    /// What the line gave before.
    package var baseline: BitRate
    /// What it has given since.
    package var level: BitRate

    /// Makes evidence.
    package init(since: Timestamp, baseline: BitRate, level: BitRate) {
        self.since = since
        self.baseline = baseline
        self.level = level
    }

    /// The level as a share of the baseline.
    package var ratio: Double {
        baseline > .zero ? level.bitsPerSecond / baseline.bitsPerSecond : 1
    }
}

extension BitRate {
    /// The speed in Mbit/s with three digits that mean something.
    fileprivate var plain: String {
        let scale = megabitsPerSecond >= 100 ? 1.0 : megabitsPerSecond >= 10 ? 10 : 100
        let rounded = (megabitsPerSecond * scale).rounded() / scale
        return Int64(exactly: rounded).map(String.init) ?? rounded.description
    }
}
