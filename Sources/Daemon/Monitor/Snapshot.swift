package import DatacapCore
internal import Synchronization

/// The state after the latest input, for readers on any thread.
package final class Snapshot: Sendable {
    private struct Latest {
        var station: Station
        var revision: UInt64
    }

    private let latest: Mutex<Latest>

    /// Makes the snapshot of a state.
    package init(_ station: Station) { latest = Mutex(Latest(station: station, revision: 0)) }

    /// Shows a new state to the readers.
    package func publish(_ station: Station) {
        latest.withLock { $0 = Latest(station: station, revision: $0.revision &+ 1) }
    }

    /// The latest state.
    package var station: Station { latest.withLock { $0.station } }

    /// A number that changes with every state.
    package var revision: UInt64 { latest.withLock { $0.revision } }
}
