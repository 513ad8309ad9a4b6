internal import DatacapCore
internal import Glibc
internal import Logging

/// Takes up data.json when the daemon starts.
struct SavedState {
    let path: String
    let logger: Logger

    /// Restores the totals into a station; a file that can't be understood is set aside, never overwritten.
    ///
    /// - Throws: ``DaemonError/state(_:)`` if the file is there but can't be read or moved.
    func restore(into station: inout Station) throws(DaemonError) {
        do {
            guard let text = try StateFile.read(path) else { return }
            try restore(text, into: &station)
        } catch {
            throw .state(error)
        }
    }

    private func restore(_ text: [UInt8], into station: inout Station) throws(StateFileError) {
        do {
            try station.restore(text)
        } catch {
            let time = SystemClock.now().timestamp.rfc3339.filter { $0 != ":" }
            let aside = try StateFile.setAside(path, suffix: time)
            logger.error(
                "the state is corrupt and was set aside; totals start at zero",
                metadata: ["reason": "\(error)", "file": "\(aside)"]
            )
        }
    }
}
