internal import Dispatch
internal import Synchronization

/// An answer that one thread waits for and another gives.
final class Pending<Answer: Sendable>: Sendable {
    private let answer = Mutex<Answer?>(nil)
    private let given = DispatchSemaphore(value: 0)

    /// Gives the answer; the first one counts.
    func fulfil(_ value: Answer) {
        let isFirst = answer.withLock { answer in
            guard answer == nil else { return false }
            answer = value
            return true
        }
        if isFirst { given.signal() }
    }

    /// Waits for the answer, on a thread that may be blocked.
    ///
    /// - Returns: `nil` if none came in time.
    func wait(milliseconds: Int) -> Answer? {
        guard given.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
        return answer.withLock { $0 }
    }
}
