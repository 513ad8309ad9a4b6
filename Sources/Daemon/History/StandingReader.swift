internal import DatacapCore
internal import History
internal import Synchronization

/// Reads from the ledgers what the page and the rules say of usage; used on the history's queue only.
struct StandingReader: Sendable {
    /// Between two readings that nobody asked for so much time passes at least.
    private static let interval = Duration.seconds(30)
    /// So many cycles before this one show what is usual.
    private static let cyclesBefore = 3

    private let store: HistoryStore
    private let configuration: @Sendable () -> Configuration
    private let last = LatestReading()

    private final class LatestReading: Sendable {
        let uptime = Mutex<Duration?>(nil)
    }

    init(store: HistoryStore, configuration: @escaping @Sendable () -> Configuration) {
        self.store = store
        self.configuration = configuration
    }

    /// Leaves a reading out; one that was asked for is made up for by the next.
    func postpone(isForced: Bool) { if isForced { last.uptime.withLock { $0 = nil } } }

    /// Reads both ledgers.
    ///
    /// - Parameters:
    ///   - isForced: Whether to read though little time has passed since the last reading.
    ///   - uncounted: What the tests have spent since the line's counter was last read.
    /// - Returns: `nil` if it's too soon.
    /// - Throws: ``HistoryError`` if they can't be read.
    func read(isForced: Bool, uncounted: ByteCount) throws(HistoryError) -> UsageStanding? {
        let now = SystemClock.now()
        let isDue = last.uptime.withLock { last in
            guard isForced || last.map({ now.uptime - $0 >= Self.interval }) ?? true else { return false }
            last = now.uptime
            return true
        }
        guard isDue else { return nil }
        let configuration = configuration()
        let plan = configuration.accountingPlan
        var cycle = plan.cycle(at: now.timestamp)
        let end = cycle.end
        for _ in 0..<Self.cyclesBefore { cycle = plan.cycle(before: cycle) }
        let line = try store.usage(.line, from: cycle.start, to: end)
        let tests = try store.usage(.tests, from: cycle.start, to: end)
        return UsageStanding(
            plan: plan,
            line: configuration.isLineCounted ? line + Self.slots(uncounted, at: now.timestamp) : nil,
            tests: tests,
            at: now.timestamp
        )
    }

    /// What is left of the plan's cap, by what both ledgers have of its cycle.
    ///
    /// - Parameters:
    ///   - usage: What both ledgers have.
    ///   - uncounted: What the tests have spent since the line's counter was last read.
    /// - Returns: `nil` without a cap.
    func capLeft(_ usage: CycleUsage, uncounted: ByteCount) -> ByteCount? {
        let configuration = configuration()
        let plan = configuration.accountingPlan
        let now = SystemClock.now().timestamp
        let line = configuration.isLineCounted ? usage.line + Self.slots(uncounted, at: now) : nil
        return plan.left(used: plan.used(line: line, tests: usage.tests, in: plan.cycle(at: now)))
    }

    /// What the line has carried for the tests, as its counter will show it when it's read again.
    private static func slots(_ uncounted: ByteCount, at now: Timestamp) -> [UsageSlot] {
        guard uncounted > .zero else { return [] }
        return [UsageSlot(start: UsageSlot.start(of: now), traffic: Traffic(down: uncounted))]
    }
}
