internal import Dispatch
internal import Synchronization

/// Threads for work that blocks, which Swift's own pool must not do.
///
/// Each piece of work has a serial queue of its own. Those get threads beyond the number of processors, at once; a
/// concurrent queue shares its few with Swift's tasks, so that two servers that hang would hold everything up.
package enum AsideThread {
    /// Does some work and waits for it without blocking a thread of Swift's pool.
    ///
    /// - Parameters:
    ///   - substitute: What is returned at once when the task is cancelled. The work itself can't be interrupted: it
    ///     runs to its own end, and nobody hears of it.
    ///   - work: The work.
    /// - Returns: What the work returned, or the substitute.
    package static func run<Result: Sendable>(
        orIfCancelled substitute: Result,
        _ work: @escaping @Sendable () -> Result
    ) async -> Result {
        let answer = Answer<Result>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard answer.expect(continuation) else { return continuation.resume(returning: substitute) }
                DispatchQueue(label: "datacap.aside").async { answer.give(work()) }
            }
        } onCancel: {
            answer.give(substitute)
        }
    }

    /// Hands the first of several answers to whoever waits for it.
    private final class Answer<Result: Sendable>: Sendable {
        private enum State {
            case new
            case awaited(CheckedContinuation<Result, Never>)
            case given
        }

        private let state = Mutex(State.new)

        /// Takes note of who waits, unless an answer was given before.
        func expect(_ continuation: CheckedContinuation<Result, Never>) -> Bool {
            state.withLock { state in
                guard case .new = state else { return false }
                state = .awaited(continuation)
                return true
            }
        }

        func give(_ result: Result) {
            let waiting = state.withLock { state -> CheckedContinuation<Result, Never>? in
                defer { state = .given }
                guard case .awaited(let continuation) = state else { return nil }
                return continuation
            }
            waiting?.resume(returning: result)
        }
    }
}
