internal import DatacapCore
internal import Dispatch
internal import ServiceLifecycle
internal import Synchronization

/// Writes a state file on a thread of its own: a slow disk holds nobody up, and only the latest state is written.
final class StateWriter: Service {
    private let path: String
    private let report: @Sendable (String?) -> Void
    private let latest = Mutex<[UInt8]?>(nil)
    private let queue = DispatchQueue(label: "datacap.state")

    /// Makes a writer of one file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - report: Takes what was wrong with each write, or `nil`.
    init(path: String, report: @escaping @Sendable (String?) -> Void) {
        self.path = path
        self.report = report
    }

    /// Hands in what the file is to hold; returns at once.
    func write(_ bytes: [UInt8]) {
        let isQueued = latest.withLock { latest in
            defer { latest = bytes }
            return latest != nil
        }
        guard !isQueued else { return }
        queue.async { [self] in writeLatest() }
    }

    /// Waits for the end, then until the last state is on the disk.
    func run() async throws {
        try? await gracefulShutdown()
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    private func writeLatest() {
        let bytes = latest.withLock { latest in
            defer { latest = nil }
            return latest
        }
        guard let bytes else { return }
        do {
            try StateFile.replace(path, with: bytes)
            report(nil)
        } catch {
            report("\(error)")
        }
    }
}
