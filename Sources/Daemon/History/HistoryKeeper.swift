internal import DatacapCore
internal import Dispatch
internal import History
internal import ServiceLifecycle

/// Keeps what the core wants remembered, in the order it says so, on a queue of its own: a slow disk holds nobody up.
///
/// What can't be written now waits and is tried again, so that a full disk loses no byte; reservations are refused
/// meanwhile, because what can't be counted must not be spent.
final class HistoryKeeper: Service {
    /// How often old rows are dropped.
    private static let pruneInterval = DispatchTimeInterval.seconds(3_600)

    private let store: HistoryStore
    private let inbox: Inbox
    private let standing: StandingReader
    private let queue = DispatchQueue(label: "datacap.history")
    private let backlog = HistoryBacklog()
    private let retention: @Sendable () -> Retention

    /// Makes a keeper of an open history.
    ///
    /// - Parameters:
    ///   - store: The history.
    ///   - inbox: Who hears answers and failures.
    ///   - configuration: The configuration in force.
    init(store: HistoryStore, inbox: Inbox, configuration: @escaping @Sendable () -> Configuration) {
        self.store = store
        self.inbox = inbox
        standing = StandingReader(store: store, configuration: configuration)
        retention = { configuration().retention }
    }

    /// Hands in something to be written; returns at once.
    func put(_ entry: HistoryBacklog.Entry) { if backlog.add(entry) { queue.async { [self] in write() } } }

    /// Asks the ledger for an amount; the answer goes to the core.
    func reserve(_ request: BudgetWish, at time: Timestamp) {
        queue.async { [self] in
            write()
            inbox.put(.reserved(answer(request, at: time)))
        }
    }

    /// Has the usage read and told to the core.
    func refresh() { queue.async { [self] in tellStanding(isForced: true) } }

    /// Begins with what an earlier process left, then waits for the end and writes what is still waiting.
    func run() async throws {
        queue.async { [self] in begin() }
        try? await gracefulShutdown()
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                write()
                try? store.close()
                continuation.resume()
            }
        }
    }

    private func begin() {
        do {
            let lost = try store.adoptLost(at: SystemClock.now().timestamp)
            if lost > .zero { inbox.put(.lost(lost)) }
        } catch { inbox.put(.ledgerFailed("\(error)")) }
        let start = EventRecord(
            time: SystemClock.now().timestamp,
            kind: .started,
            text: "datacap \(DatacapVersion.current) started"
        )
        closeLeft()
        put(.record(.event(start)))
        tellTests()
        tellStanding(isForced: true)
        prune()
    }

    /// Ends what an earlier process left open, at the time of the last sample: nobody saw what came after.
    private func closeLeft() {
        let now = SystemClock.now().timestamp
        let year = now + .seconds(-366 * 86_400)
        do {
            guard let last = try store.chainHead()?.sample.time else { return }
            for var session in try store.sessions(from: year, to: now, limit: 100) where session.ended == nil {
                session.ended = max(session.began, last)
                session.reason = "the daemon ended without stopping it"
                put(.record(.session(session)))
            }
            for var incident in try store.incidents(from: year, to: now, limit: 1_000)
            where incident.record.ended == nil {
                incident.record.ended = max(incident.record.noticed, last)
                put(.record(.incident(incident.record)))
            }
        } catch { inbox.put(.ledgerFailed("\(error)")) }
    }

    /// Shows the core what the latest tests took.
    private func tellTests() {
        let now = SystemClock.now().timestamp
        do {
            let tests = try store.tests(from: now + .seconds(-30 * 86_400), to: now, limit: 50)
            inbox.put(.remembered(tests.sorted { $0.began < $1.began }))
        } catch { inbox.put(.ledgerFailed("\(error)")) }
    }

    private func prune() {
        do { _ = try store.prune(retention(), at: SystemClock.now().timestamp) } catch {
            inbox.put(.ledgerFailed("\(error)"))
        }
        queue.asyncAfter(deadline: .now() + Self.pruneInterval) { [self] in prune() }
    }

    /// Writes what waits; what can't be written waits on.
    private func write() {
        do {
            try backlog.write(to: store)
            tellStanding(isForced: false)
        } catch {
            inbox.put(.ledgerFailed("\(error)"))
            guard let delay = backlog.nextRetry() else { return }
            queue.asyncAfter(deadline: .now() + delay) { [self] in
                backlog.retry()
                write()
            }
        }
    }

    private func answer(_ request: BudgetWish, at time: Timestamp) -> BudgetAnswer {
        guard backlog.isEmpty else { return .failed("what was spent before could not be written yet") }
        let uncounted = backlog.spentSinceReading
        let capLeft = { [standing] usage in standing.capLeft(usage, uncounted: uncounted) }
        do {
            let answer =
                if let held = backlog.reservation {
                    try store.extend(held, by: request, at: time, capLeft: capLeft)
                } else {
                    try store.reserve(request, at: time, capLeft: capLeft)
                }
            switch answer {
            case .granted(let reservation):
                let before = backlog.hold(reservation)
                return .granted(reservation.amount - before, limit: reservation.limit)
            case .refused(let allowance): return .refused(allowance)
            }
        } catch {
            return .failed("\(error)")
        }
    }

    private func tellStanding(isForced: Bool) {
        // What waits to be written isn't in the ledgers, and the core still adds it to the reading before.
        guard backlog.isEmpty else { return standing.postpone(isForced: isForced) }
        do {
            let uncounted = backlog.spentSinceReading
            if let news = try standing.read(isForced: isForced, uncounted: uncounted) { inbox.put(.usage(news)) }
        } catch { inbox.put(.ledgerFailed("\(error)")) }
    }
}
