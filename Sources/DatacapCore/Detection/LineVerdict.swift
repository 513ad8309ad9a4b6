/// What a detector says of the line at one time: the part of it that readers have use for.
package struct LineVerdict: Hashable, Sendable {
    /// What is wrong now, the oldest first.
    package var detections: [Detection] = []
    /// What the line usually gives, and during a drop what it gave before; `nil` until enough of it was seen.
    package var baseline: BitRate?
    /// Whether too little of the line was seen to tell anything.
    package var isLearning = true

    /// Makes the verdict of a detector that has seen nothing.
    package init() {}

    /// Reads a detector's verdict.
    package init(_ detector: LineDetector) {
        detections = detector.current
        isLearning = detector.isLearning
        if let drop = detector.level.drop {
            baseline = .megabits(drop.before_mbps)
        } else if detector.level.reference.isKnown, let usual = detector.level.reference.levels_mbps.max(), usual > 0 {
            baseline = .megabits(usual)
        }
    }

    /// The oldest of what accuses the provider.
    package var accusation: Detection? { detections.first { $0.accuses } }

    /// Whether this side holds the speed down, so that it says nothing of the line.
    var isLimitedHere: Bool {
        detections.contains { if case .localLimit = $0.kind { true } else { false } }
    }

    /// The verdict's name on the wire: `learning`, `normal`, or that of what counts most.
    package var name: String {
        (accusation ?? detections.first)?.kind.name ?? (isLearning ? "learning" : "normal")
    }
}
