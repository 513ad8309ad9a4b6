/// The queue of one destination, and what it was told so far.
struct Lane: Hashable, Sendable {
    /// A notice that waits or is under way.
    struct Entry: Hashable, Sendable {
        let notice: Notice
        /// When it was queued, in running time.
        let queued: Duration
        /// How many attempts were begun.
        var attempts = 0
        /// When it may go, in running time.
        var notBefore = Duration.zero
        /// Whether an attempt was begun whose outcome isn't known: the destination may have it.
        var isUncertain = false
    }

    /// What the destination was told of one incident.
    struct Standing: Hashable, Sendable {
        /// How many notices were made.
        var number: Int
        /// When the latest firing one was delivered, or failed for good, in running time.
        var last: Duration?
        /// Whether it was told that the alert fires, and not yet that it's over.
        var isOpen = false
    }

    /// A delivery that is about to begin or has begun; not saved.
    struct Flight: Hashable, Sendable {
        let id: String
        /// The revision that must be saved before it begins.
        let revision: Int
        /// Whether an earlier attempt may have arrived: that a later one fails doesn't tell.
        let wasUncertain: Bool
        /// The notice's rule.
        let alert: String
        /// When it began, in running time; `nil` as long as its state isn't saved.
        var start: Duration?
    }

    let destination: Destination
    var entries: [Entry] = []
    var standings: [String: Standing] = [:]
    var flight: Flight?
    /// Whether the latest attempt failed.
    var isFailing = false

    init(_ destination: Destination) { self.destination = destination }

    /// Whether a notice of the incident waits or is under way.
    func holds(_ incident: String) -> Bool { entries.contains { $0.notice.incident == incident } }

    /// When the next reminder of a firing incident is due, in running time; `nil` for never.
    ///
    /// It counts from the delivery, not from the decision: so two reminders are never closer than the interval.
    func due(_ incident: String, every interval: Duration?) -> Duration? {
        guard !holds(incident) else { return nil }
        guard let standing = standings[incident] else { return .zero }
        guard let last = standing.last, let interval else { return nil }
        return last + interval
    }

    /// Takes back the firing notices of an incident that certainly didn't arrive.
    ///
    /// - Returns: What was taken back.
    mutating func withdraw(_ incident: String) -> [Notice] {
        let withdrawn = entries.filter {
            $0.notice.incident == incident && $0.notice.status == .firing && !$0.isUncertain
        }
        entries.removeAll { entry in withdrawn.contains { $0.notice.id == entry.notice.id } }
        return withdrawn.map(\.notice)
    }

    /// Whether the destination must be told that the incident is over: it was told that it fires, or may have been.
    func mustHearEnd(of incident: String) -> Bool { standings[incident]?.isOpen == true || holds(incident) }
}
