internal import Glibc

/// A process that reserves: no other is or will be called so, on this machine.
package struct ReservationOwner: Hashable, Sendable, CustomStringConvertible {
    /// Which run of the kernel it belongs to.
    private let boot: String
    private let processID: Int32
    /// When it was started, in clock ticks since the boot: a later process of the same id has another.
    private let start: UInt64

    /// This process.
    ///
    /// - Throws: ``HistoryError/system(call:path:code:)`` where `/proc` can't be read.
    package static func current() throws(HistoryError) -> ReservationOwner {
        let id = getpid()
        guard let start = start(of: id) else { throw .system(call: "read", path: "/proc/\(id)/stat", code: errno) }
        let path = "/proc/sys/kernel/random/boot_id"
        guard let boot = text(of: path) else { throw .system(call: "read", path: path, code: errno) }
        return ReservationOwner(boot: boot.filter { $0 != "\n" }, processID: id, start: start)
    }

    private init(boot: String, processID: Int32, start: UInt64) {
        (self.boot, self.processID, self.start) = (boot, processID, start)
    }

    /// Reads the form of ``description``.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let id = Int32(parts[1]), let start = UInt64(parts[2]) else { return nil }
        self.init(boot: String(parts[0]), processID: id, start: start)
    }

    /// The boot's id, the process's id and its start.
    package var description: String { "\(boot) \(processID) \(start)" }

    /// Whether the process is still there, as seen from one of the same boot.
    func isAlive(seenFrom observer: ReservationOwner) -> Bool {
        boot == observer.boot && Self.start(of: processID) == start
    }

    /// When a process was started; `nil` if it is gone, or dead and only not yet taken note of by its parent.
    private static func start(of processID: Int32) -> UInt64? {
        // The name, in parentheses, may hold spaces and parentheses (proc_pid_stat(5)).
        guard let text = text(of: "/proc/\(processID)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ").dropFirst()
        guard fields.count > 19, let state = fields.first, state != "Z", state != "X" else { return nil }
        return UInt64(fields[fields.startIndex + 19])
    }

    private static func text(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
