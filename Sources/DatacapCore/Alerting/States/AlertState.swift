/// Where a rule stands.
///
///     inactive ──holds──▶ pending ──held for `for`──▶ firing ⇄ recovering ──gone for `keep_firing_for`──▶ inactive
///         ▲                  │ fails: silently
///         └──────────────────┘
///
/// Timers count the time in which the condition was seen to hold, or to be gone: while it can't be told (a pause, a
/// stop, a line that is being learnt) they stand still, and after ``AlertBook/patience`` of that a pending alert is
/// forgotten and a firing one is over.
package enum AlertState: Hashable, Sendable {
    /// All is well.
    case inactive
    /// The condition holds, but not for long enough.
    case pending(Pending)
    /// The alert fires.
    case firing(Incident)
    /// The alert fires, but its condition is gone since a while.
    case recovering(Incident, gone: Gone)

    /// A condition that holds, but not for long enough.
    package struct Pending: Hashable, Sendable {
        /// Since when, by the wall clock.
        package var since: Timestamp
        /// How long it was seen to hold.
        package var held = Duration.zero
        /// How long it couldn't be told.
        package var untold = Duration.zero
    }

    /// A condition that is gone, but not for long enough.
    package struct Gone: Hashable, Sendable {
        /// Since when, by the wall clock.
        package var since: Timestamp
        /// How long it was seen to be gone.
        package var held = Duration.zero
    }

    /// What a step of the state brought.
    enum Event: Hashable {
        /// The condition began to hold.
        case began
        /// It was gone before the alert fired.
        case lapsed
        /// The alert fires.
        case fired(Incident)
        /// The condition is gone; the alert still fires.
        case eased
        /// The condition is back before the alert was over.
        case returned
        /// The alert is over.
        case ended(Incident, IncidentEnd)
    }

    /// The state's name on the wire.
    package var name: Name {
        switch self {
        case .inactive: .inactive
        case .pending: .pending
        case .firing: .firing
        case .recovering: .recovering
        }
    }

    /// The names of the states.
    package enum Name: String, CaseIterable, Sendable {
        case inactive, pending, firing, recovering
    }

    /// What fires, if something does.
    package var incident: Incident? {
        switch self {
        case .inactive, .pending: nil
        case .firing(let incident), .recovering(let incident, _): incident
        }
    }

    /// Since when it is what it is; `nil` for inactive.
    package var since: Timestamp? {
        switch self {
        case .inactive: nil
        case .pending(let pending): pending.since
        case .firing(let incident): incident.startsAt
        case .recovering(_, let gone): gone.since
        }
    }
}
