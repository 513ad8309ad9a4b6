internal import DatacapCore
internal import Glibc
internal import Logging

/// Takes up a state file when the daemon starts.
struct SavedState {
    let path: String
    let logger: Logger

    /// Takes the file up; one that can't be understood is set aside, never overwritten.
    ///
    /// - Parameters:
    ///   - loss: What begins anew when the file is corrupt, for the log.
    ///   - restore: Takes up the text.
    /// - Throws: ``DaemonError/state(_:)`` if the file is there but can't be read or moved.
    func restore(
        losing loss: String,
        _ restore: (_ text: [UInt8]) throws(RestoreError) -> Void
    ) throws(DaemonError) {
        do {
            guard let text = try StateFile.read(path) else { return }
            try take(text, losing: loss, restore)
        } catch {
            throw .state(error)
        }
    }

    private func take(
        _ text: [UInt8],
        losing loss: String,
        _ restore: (_ text: [UInt8]) throws(RestoreError) -> Void
    ) throws(StateFileError) {
        do {
            try restore(text)
        } catch {
            let time = SystemClock.now().timestamp.rfc3339.filter { $0 != ":" }
            let aside = try StateFile.setAside(path, suffix: time)
            logger.error(
                "the state is corrupt and was set aside; \(loss)",
                metadata: ["reason": "\(error)", "file": "\(aside)"]
            )
        }
    }
}
