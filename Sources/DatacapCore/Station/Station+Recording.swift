extension Station {
    /// What the history keeps of the session as it stands.
    func keepSession(at now: Moment) -> Effect {
        let (ended, reason): (Timestamp?, String?) =
            switch state {
            case .stopped(let reason): (now.timestamp, reason.sentence)
            case .failed(let reason): (now.timestamp, reason)
            case .starting, .running, .paused, .stalled, .waiting, .stopping: (nil, nil)
            }
        return .keep(
            .session(
                SessionRecord(
                    began: sessionStart ?? now.timestamp,
                    ended: ended,
                    mode: configuration.testing.mode.rawValue,
                    amount: sessionSpent,
                    reason: reason
                )
            )
        )
    }

    /// What the history keeps of a figure.
    func keepSample(_ figure: SpeedFigure, _ flaws: Flaws, at now: Moment) -> Effect {
        .keep(
            .sample(
                SampleRecord(
                    time: now.timestamp,
                    duration: figure.duration,
                    amount: figure.amount,
                    roundTrip: quality.roundTrip,
                    flaws: flaws
                )
            )
        )
    }

    /// What the history keeps of a detection as it stands.
    mutating func keepIncident(_ detection: Detection, ended: Timestamp?) -> Effect {
        let noticed = incidents[detection.number] ?? detection.noticed
        incidents[detection.number] = noticed
        return .keep(
            .incident(
                IncidentRecord(
                    began: detection.since,
                    noticed: noticed,
                    ended: ended,
                    kind: detection.kind.name,
                    accuses: detection.accuses,
                    sentence: sentence(detection),
                    before: detection.before,
                    after: detection.after,
                    confidence: detection.confidence,
                    cycleUsage: cycleUsed
                )
            )
        )
    }

    /// Something that explains figures.
    func remember(_ kind: EventRecord.Kind, _ text: String, at now: Moment) -> Effect {
        .keep(.event(EventRecord(time: now.timestamp, kind: kind, text: text)))
    }

    /// The ledger or the history couldn't be written.
    mutating func ledgerFailed(_ reason: String) -> [Effect] {
        counters.saveFailures += 1
        return [.log(.error, "history.sqlite could not be written: \(reason)")]
    }
}

extension Station {
    /// Takes in what the ledgers say.
    mutating func take(_ standing: UsageStanding, at now: Moment) -> [Effect] {
        let isNewCycle = self.standing.map { $0.cycle.start < standing.cycle.start } ?? false
        takeCarried(standing, after: self.standing)
        self.standing = standing
        spentSinceStanding = account.untold
        let news = isNewCycle ? [.log(.info, "a new cycle of the plan has begun")] + publish(at: now) : []
        return news + judgeCap(at: now)
    }

    /// An earlier process was killed with something reserved.
    mutating func lost(_ amount: ByteCount, at now: Moment) -> [Effect] {
        let text = "the last run ended without settling; up to \(amount.plain) may be uncounted and stay reserved"
        return [.log(.notice, text), remember(.budget, text, at: now)]
    }
}
