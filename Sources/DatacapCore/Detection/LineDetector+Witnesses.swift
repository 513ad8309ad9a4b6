extension LineDetector {
    /// Takes in what second witnesses said of the accusations that are being checked.
    ///
    /// While ``asksWitnesses`` is set, an accusation is raised as `undecided` with ``Detection/isBeingChecked`` first
    /// and waits for this call. One witness that contradicts takes it back; without any that tell, the line's own
    /// evidence stands.
    ///
    /// - Parameters:
    ///   - probes: The witnesses; empty when none could be asked.
    ///   - now: The time.
    /// - Returns: What is to be said that wasn't before.
    package mutating func confirm(_ probes: [LineProbe], at now: Moment) -> [DetectionEvent] {
        log.begin(now)
        testLog.begin(now)
        if var drop = level.drop, drop.isBeingChecked {
            drop.hear(probes)
            level.restate(drop)
            noteOnset(drop)
            log.refine(drop)
        }
        if var drop = scheduled.open, drop.isBeingChecked {
            drop.hear(probes)
            scheduled.open = drop
            testLog.refine(drop.moved(by: Self.clockShift(at: now)))
        }
        return log.events + testLog.events
    }

    /// Says that the line is low, or has it checked first.
    mutating func raise(_ drop: LevelDrop) {
        var drop = drop
        drop.isBeingChecked = asksWitnesses && drop.kind.accuses
        level.restate(drop)
        if !drop.isBeingChecked { noteOnset(drop) }
        log.raise(drop)
    }

    /// Says it better; what becomes an accusation only now is checked like one that was from the start.
    mutating func refine(_ drop: LevelDrop) {
        var drop = drop
        let isNew = drop.kind.accuses && !log.accusesLevel && drop.probes.isEmpty
        drop.isBeingChecked = asksWitnesses && isNew
        level.restate(drop)
        log.refine(drop)
    }
}
