internal import DatacapCore
internal import Dispatch
internal import History
internal import Synchronization

/// What is to be written to the history, in order.
///
/// Anybody adds; only the history's queue writes.
final class HistoryBacklog: Sendable {
    /// Something to be written.
    enum Entry: Sendable {
        /// A record.
        case record(HistoryRecord)
        /// What the tests have spent.
        case spent(ByteCount, at: Timestamp)
        /// What is left of the reservation isn't needed any more.
        case settled(at: Timestamp)
        /// What a counter of the whole line showed.
        case reading(CounterReading)
    }

    /// So many entries may wait; of more, samples are left out.
    private static let limit = 200_000
    private static let firstRetry_milliseconds = 1_000
    private static let lastRetry_milliseconds = 60_000

    private struct State {
        var entries: [Entry] = []
        var isAnnounced = false
        var isRetrying = false
        var retry_milliseconds = HistoryBacklog.firstRetry_milliseconds
        var reservation: Reservation?
        var spentSinceReading = ByteCount.zero
    }

    private let state = Mutex(State())

    /// Adds an entry.
    ///
    /// - Returns: Whether the queue has to be told that there's something to write.
    func add(_ entry: Entry) -> Bool {
        state.withLock { state in
            if case .record(.sample) = entry, state.entries.count >= Self.limit { return false }
            state.entries.append(entry)
            defer { state.isAnnounced = true }
            return !state.isAnnounced
        }
    }

    /// Whether nothing waits.
    var isEmpty: Bool { state.withLock { $0.entries.isEmpty } }

    /// The reservation that spending belongs to.
    var reservation: Reservation? { state.withLock { $0.reservation } }

    /// What the tests have spent since the line's counter was last read, and so isn't in the line's ledger yet.
    var spentSinceReading: ByteCount { state.withLock { $0.spentSinceReading } }

    /// Notes a reservation that was made or has grown.
    ///
    /// - Returns: What was reserved before.
    func hold(_ reservation: Reservation) -> ByteCount {
        state.withLock { state in
            defer { state.reservation = reservation }
            return state.reservation.map { $0.number == reservation.number ? $0.amount : .zero } ?? .zero
        }
    }

    /// How long to wait before the next attempt: doubling from 1 s to a minute; `nil` if one is due already.
    func nextRetry() -> DispatchTimeInterval? {
        state.withLock { state in
            guard !state.isRetrying else { return nil }
            state.isRetrying = true
            defer { state.retry_milliseconds = min(Self.lastRetry_milliseconds, state.retry_milliseconds * 2) }
            return .milliseconds(state.retry_milliseconds)
        }
    }

    /// Notes that the attempt that was waited for is made.
    func retry() { state.withLock { $0.isRetrying = false } }

    /// Writes what waits, in order; the records between two other entries in one transaction.
    ///
    /// - Throws: ``HistoryError``, with what couldn't be written still waiting.
    func write(to store: HistoryStore) throws(HistoryError) {
        while let entries = takeAll() {
            var done = 0
            do throws(HistoryError) {
                while done < entries.count {
                    let records = entries[done...].prefix { $0.record != nil }.compactMap(\.record)
                    if records.isEmpty {
                        try write(entries[done], to: store)
                        done += 1
                    } else {
                        try store.keep(records)
                        done += records.count
                    }
                }
            } catch {
                state.withLock { $0.entries.insert(contentsOf: entries[done...], at: 0) }
                throw error
            }
        }
        state.withLock { $0.retry_milliseconds = Self.firstRetry_milliseconds }
    }

    /// Takes out all that waits; with nothing left, the next entry has to be announced again.
    private func takeAll() -> [Entry]? {
        state.withLock { state in
            guard !state.entries.isEmpty else {
                state.isAnnounced = false
                return nil
            }
            defer { state.entries = [] }
            return state.entries
        }
    }

    private func write(_ entry: Entry, to store: HistoryStore) throws(HistoryError) {
        switch entry {
        case .record(let record): try store.keep([record])
        case .spent(let amount, let time):
            defer { state.withLock { $0.spentSinceReading += amount } }
            if let reservation {
                try store.spend(Traffic(down: amount), of: reservation, at: time)
            } else {
                let slot = UsageSlot(start: UsageSlot.start(of: time), traffic: Traffic(down: amount))
                try store.add([slot], to: .tests)
            }
        case .settled(let time):
            guard let reservation else { return }
            try store.settle(reservation, at: time)
            state.withLock { $0.reservation = nil }
        case .reading(let reading):
            try store.take(reading)
            state.withLock { $0.spentSinceReading = .zero }
        }
    }
}

extension HistoryBacklog.Entry {
    fileprivate var record: HistoryRecord? { if case .record(let record) = self { record } else { nil } }
}
