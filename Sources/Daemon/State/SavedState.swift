internal import DatacapCore
internal import Glibc
internal import Logging

/// Takes up what an earlier process wrote when the daemon starts.
struct SavedState {
    let folder: StateFolder
    let logger: Logger

    /// Restores everything into a station; a file that can't be understood is set aside, never overwritten.
    ///
    /// - Throws: ``DaemonError/state(_:)`` if a file is there but can't be read or moved.
    func restore(into station: inout Station) throws(DaemonError) {
        try restore(folder.dataFile, "totals start at zero") { text throws(RestoreError) in
            try station.restore(text)
        }
        try restore(folder.lineFile, "the line is learnt anew") { text throws(RestoreError) in
            try station.restoreLine(text)
        }
    }

    private func restore(
        _ path: String,
        _ consequence: String,
        _ take: ([UInt8]) throws(RestoreError) -> Void
    ) throws(DaemonError) {
        do {
            guard let text = try StateFile.read(path) else { return }
            try restore(text, of: path, consequence, take)
        } catch {
            throw .state(error)
        }
    }

    private func restore(
        _ text: [UInt8],
        of path: String,
        _ consequence: String,
        _ take: ([UInt8]) throws(RestoreError) -> Void
    ) throws(StateFileError) {
        do {
            try take(text)
        } catch {
            let time = SystemClock.now().timestamp.rfc3339.filter { $0 != ":" }
            let aside = try StateFile.setAside(path, suffix: time)
            logger.error(
                "the state is corrupt and was set aside; \(consequence)",
                metadata: ["reason": "\(error)", "file": "\(aside)"]
            )
        }
    }
}
