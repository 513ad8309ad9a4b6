package import DatacapCore
internal import Glibc
internal import Synchronization

/// The line that a lab server's connections share: it says how much may go when, by a ``LabPlan``.
package final class LabLine: Sendable {
    private struct State {
        var bucket: TokenBucket
        var slowHost: TokenBucket
        var phase = 0
        var phaseStart: Duration?
        var phaseBytes = ByteCount.zero
        var isOpen = true
        var random: SplitMix64
    }

    private let plan: LabPlan
    private let state: Mutex<State>

    /// Opens a line.
    ///
    /// - Parameters:
    ///   - plan: What it does.
    ///   - seed: What decides which requests fail.
    package init(plan: LabPlan, seed: UInt64 = 0) {
        self.plan = plan
        let now = Self.now()
        state = Mutex(
            State(
                bucket: TokenBucket(rate: plan.phases[0].rate, burst: plan.burst, at: now),
                slowHost: TokenBucket(rate: plan.slowHostRate, burst: plan.burst, at: now),
                random: SplitMix64(seed: seed)
            )
        )
    }

    /// Waits until some bytes may go.
    ///
    /// - Parameters:
    ///   - wanted: The most bytes that the caller has to send.
    ///   - isSlowHost: Whether they come from the slow server.
    /// - Returns: How many may go now; negative when the line was closed.
    package func take(_ wanted: Int, isSlowHost: Bool = false) -> Int {
        while true {
            let (count, time) = reserve(wanted, isSlowHost: isSlowHost)
            if count < 0 { return -1 }
            if count > 0 { return wait(until: time) ? count : -1 }
            guard wait(until: Self.now() + .milliseconds(20)) else { return -1 }
        }
    }

    /// Whether the next request is one that fails.
    package func nextRequestFails() -> Bool {
        state.withLock { $0.random.nextUnit() < plan.errorShare }
    }

    /// What the line gives at the moment; `nil` for no limit.
    package var rate: BitRate? { state.withLock { $0.bucket.rate } }

    /// Closes the line: everything that waits on it ends soon.
    package func close() { state.withLock { $0.isOpen = false } }

    private func reserve(_ wanted: Int, isSlowHost: Bool) -> (count: Int, time: Duration) {
        state.withLock { state in
            guard state.isOpen else { return (-1, .zero) }
            let now = Self.now()
            advance(&state, at: now)
            if let rate = state.bucket.rate, rate <= .zero { return (0, now) }
            var count = min(wanted, state.bucket.quantum)
            if isSlowHost { count = min(count, state.slowHost.quantum) }
            state.phaseBytes += ByteCount(Int64(count))
            let time = state.bucket.take(ByteCount(Int64(count)), at: now)
            guard isSlowHost else { return (count, time) }
            return (count, max(time, state.slowHost.take(ByteCount(Int64(count)), at: now)))
        }
    }

    /// Goes on to the phase that is due.
    private func advance(_ state: inout State, at now: Duration) {
        let start = state.phaseStart ?? now
        state.phaseStart = start
        let isOver =
            switch plan.phases[state.phase].end {
            case .after(let amount): state.phaseBytes >= amount
            case .lasting(let duration): now - start >= duration
            case .never: false
            }
        guard isOver, plan.loops || state.phase + 1 < plan.phases.count else { return }
        state.phase = (state.phase + 1) % plan.phases.count
        state.phaseStart = now
        state.phaseBytes = .zero
        state.bucket.change(rate: plan.phases[state.phase].rate, at: now)
    }

    /// Sleeps until a time, but notices within 50 ms when the line is closed.
    private func wait(until time: Duration) -> Bool {
        while true {
            let rest = time - Self.now()
            guard rest > .zero else { return true }
            let nap = min(rest, .milliseconds(50))
            var request = timespec(tv_sec: 0, tv_nsec: Int(nap.nanoseconds))
            nanosleep(&request, nil)
            guard state.withLock({ $0.isOpen }) else { return false }
        }
    }

    private static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
