/// A drop of the line's level that was taken for more than a natural dip, with what it rests on.
struct LevelDrop: Hashable, Sendable {
    var kind: Detection.Kind
    /// The change point.
    var since_seconds: Double
    var noticed_seconds: Double
    /// What the line usually gave, and how much medians of it scattered, as a share.
    var before_mbps: Double
    var noise: Double
    /// What it has given since: the median, and the tenth and ninetieth of a hundred.
    var after_mbps: Double
    var afterLow_mbps: Double
    var afterHigh_mbps: Double
    /// What it gives, as a share of the usual.
    var depth: Double
    /// The ceiling that it presses against, as a share of the usual speed.
    var ceiling: Double?
    /// How many such drops the line makes by itself in a day.
    var expectedPerDay: Double
    /// How often the kind has been judged again.
    var reviews = 0
    /// Whether a second witness is being asked before it is said.
    var isBeingChecked = false
    /// What second witnesses said.
    var probes: [LineProbe] = []
    /// Whether it accuses nobody unless a second witness agrees.
    var needsWitness = false
    /// What a rest of the test has shown.
    var rest: LineRest?

    /// Whether second witnesses have ruled the provider out, however long the drop lasts.
    var isRuledOut = false

    /// Takes in what second witnesses said; one that contradicts takes an accusation back.
    ///
    /// Without any that tell, the line's own evidence stands, if it can stand without.
    mutating func hear(_ witnesses: [LineProbe]) {
        isBeingChecked = false
        probes = witnesses.map { $0.judged(beside: self) }
        if probes.contradict {
            kind = .undecided
        } else if probes.tellOfOthers {
            kind = .congestion
        }
        isRuledOut = !kind.accuses
        if needsWitness, !probes.agree, kind.accuses { kind = .undecided }
    }

    /// How sure it is that something holds the line down: one throttle a day is the alternative to the line's own dips.
    var confidence: Double { 1 / (1 + expectedPerDay) }

    /// The same drop by another clock.
    func moved(by shift_seconds: Double) -> LevelDrop {
        var moved = self
        moved.since_seconds += shift_seconds
        moved.noticed_seconds += shift_seconds
        return moved
    }
}
