/// Something the detector has to say about the line: what, since when, and on what evidence.
package struct Detection: Hashable, Sendable {
    /// What it is.
    package enum Kind: Hashable, Sendable {
        /// A lasting drop to a lower level; tied to a volume when its onset matches one.
        case throttled(VolumeMatch?)
        /// A token bucket: transfers start fast and drop to the sustained rate when the bucket is empty.
        case burstShaping(TokenBucket)
        /// A limit kept by dropping packets, which makes the speed a saw-tooth about it.
        case policing
        /// The line is shared by too many: a gradual or recurring slowdown.
        case congestion
        /// The line is slower than it was, and nothing says why.
        case undecided
        /// One target, by index, is slow and the others are not.
        case targetSlow(Int)
        /// No data at all.
        case outage
        /// This side is the limit.
        case localLimit(LineSample.LocalLimit)
    }

    /// Numbers the detections of one detector from 1; a refinement keeps the number.
    package var number: Int
    /// What it is.
    package var kind: Kind
    /// When it began: the change point.
    package var since: Timestamp
    /// When the evidence was enough.
    package var noticed: Timestamp
    /// What the line gave before; `nil` where no level is known.
    package var before: RateInterval?
    /// What it has given since.
    package var after: RateInterval?
    /// How sure the detector is, 0–1.
    package var confidence: Double
    /// Whether it would accuse the provider, and a second witness is being asked first.
    package var isBeingChecked = false
    /// What second witnesses said.
    package var probes: [LineProbe] = []
    /// What a rest of the test has shown, where it could tell a bucket from a limit.
    package var rest: LineRest?

    /// Makes a detection.
    package init(
        number: Int,
        kind: Kind,
        since: Timestamp,
        noticed: Timestamp,
        before: RateInterval?,
        after: RateInterval?,
        confidence: Double
    ) {
        self.number = number
        self.kind = kind
        self.since = since
        self.noticed = noticed
        self.before = before
        self.after = after
        self.confidence = confidence
    }

    /// Whether it says that the provider limits the line.
    package var accuses: Bool { kind.accuses }
}

extension Detection.Kind {
    /// Whether it says that the provider limits the line: such kinds need the most proof.
    package var accuses: Bool {
        switch self {
        case .throttled, .burstShaping, .policing: true
        case .congestion, .undecided, .targetSlow, .outage, .localLimit: false
        }
    }
}
