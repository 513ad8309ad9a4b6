internal import Synchronization

/// The beginning of what a hook says, on both its streams together.
final class HookOutput: Sendable {
    private static let limit_bytes = 65_536

    private let kept = Mutex<[UInt8]>([])

    /// Takes note of more, as far as there is room.
    ///
    /// - Returns: Whether there is no more room.
    func append(_ bytes: [UInt8]) -> Bool {
        kept.withLock { kept in
            kept.append(contentsOf: bytes.prefix(Self.limit_bytes - kept.count))
            return kept.count >= Self.limit_bytes
        }
    }

    /// What it said, in lines, without control characters.
    var text: String { String(decoding: kept.withLock(\.self), as: UTF8.self).cleanLines }
}
