extension AlertState {
    /// What a step goes by.
    struct Step {
        /// Whether the condition holds.
        var reading: AlertReading
        /// How long the last step lies back.
        var elapsed: Duration
        /// The wall clock's time.
        var time: Timestamp
        /// The rule, for its times.
        var rule: AlertRule
        /// The incident that begins if the alert fires now.
        var beginning: Incident
    }

    /// The next state, and what brought it; `nil` if nothing did.
    func next(_ step: Step) -> (state: AlertState, event: Event?) {
        switch (self, step.effectiveReading) {
        case (.inactive, .holds): step.start(Pending(since: step.time), event: .began)
        case (.inactive, .fails), (.inactive, .unknown): (.inactive, nil)
        case (.pending(let pending), .holds): step.go(on: pending)
        case (.pending, .fails): (.inactive, .lapsed)
        case (.pending(let pending), .unknown): step.wait(pending)
        case (.firing(let incident), .holds): (.firing(incident.told), nil)
        case (.firing(let incident), .fails): step.ease(incident.told, Gone(since: step.time), event: .eased)
        case (.firing(let incident), .unknown): step.wait(incident) { .firing($0) }
        case (.recovering(let incident, _), .holds): (.firing(incident.told), .returned)
        case (.recovering(let incident, let gone), .fails): step.ease(incident.told, step.longer(gone), event: nil)
        case (.recovering(let incident, let gone), .unknown): step.wait(incident) { .recovering($0, gone: gone) }
        }
    }
}

extension AlertState.Step {
    /// The reading as the rule wants it taken when there's no data.
    fileprivate var effectiveReading: AlertReading {
        switch (reading, rule.noData) {
        case (.unknown, .fire): .holds
        case (.unknown, .resolve): .fails
        case (.unknown, .keep), (.holds, _), (.fails, _): reading
        }
    }

    /// Fires if the condition has held for long enough.
    fileprivate func start(
        _ pending: AlertState.Pending,
        event: AlertState.Event?
    ) -> (AlertState, AlertState.Event?) {
        guard pending.held >= rule.wait else { return (.pending(pending), event) }
        return (.firing(beginning), .fired(beginning))
    }

    fileprivate func go(on pending: AlertState.Pending) -> (AlertState, AlertState.Event?) {
        var longer = pending
        longer.held += elapsed
        longer.untold = .zero
        return start(longer, event: nil)
    }

    fileprivate func wait(_ pending: AlertState.Pending) -> (AlertState, AlertState.Event?) {
        var longer = pending
        longer.untold += elapsed
        return longer.untold >= AlertBook.patience ? (.inactive, .lapsed) : (.pending(longer), nil)
    }

    fileprivate func longer(_ gone: AlertState.Gone) -> AlertState.Gone {
        var longer = gone
        longer.held += elapsed
        return longer
    }

    /// Ends the incident if its condition has been gone for long enough.
    fileprivate func ease(
        _ incident: Incident,
        _ gone: AlertState.Gone,
        event: AlertState.Event?
    ) -> (AlertState, AlertState.Event?) {
        guard gone.held >= rule.keep else { return (.recovering(incident, gone: gone), event) }
        return (.inactive, .ended(incident, .over))
    }

    fileprivate func wait(
        _ incident: Incident,
        in state: (Incident) -> AlertState
    ) -> (AlertState, AlertState.Event?) {
        var longer = incident
        longer.untold += elapsed
        return longer.untold >= AlertBook.patience ? (.inactive, .ended(longer, .noData)) : (state(longer), nil)
    }
}

extension Incident {
    /// The incident when its condition can be told again.
    fileprivate var told: Incident {
        var copy = self
        copy.untold = .zero
        return copy
    }
}
