/// When an Alertmanager is told the state again.
///
/// It keeps no alerts over its own restart and ends those that it isn't reminded of, so it's told everything that
/// fires every minute and on every change, and what is over for a quarter of an hour. That is made from the state each
/// time: nothing is queued, and a failed post is followed by the next.
struct AlertmanagerFeed: Sendable {
    /// How often it's told.
    static let interval = Duration.seconds(60)
    /// How soon it's tried again after a failure.
    static let retryDelay = Duration.seconds(10)
    /// How long it's told of an end.
    static let memory = Duration.seconds(900)

    let receiver: String
    /// When it is told next, in running time.
    var due = Duration.zero
    /// Since when a post is under way, in running time.
    var start: Duration?
    /// Whether the latest post failed.
    var isFailing = false
    /// What became of the latest post, and when; `nil` before the first.
    var latest: (outcome: DeliveryOutcome, time: Timestamp)?

    init(receiver: String) { self.receiver = receiver }
}

/// An incident that is over and whom it may still concern.
struct EndedIncident: Hashable, Sendable {
    let notice: Notice
    let receivers: [String]
    /// Until when it is told, in running time.
    let until: Duration
}
