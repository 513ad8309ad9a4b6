internal import Dispatch
internal import Glibc
internal import Synchronization

/// The process group of a hook, as long as it runs, for when it must end soon.
final class HookGroup: Sendable {
    /// How long a hook may go on when the daemon leaves, which itself has two seconds.
    static let haste_milliseconds = 1_000

    private let leader = Mutex<pid_t?>(nil)

    /// Takes note of the program, which leads its group; `nil` when it has ended.
    func set(_ processID: pid_t?) { leader.withLock { $0 = processID } }

    /// Kills the group if it still runs when the haste is over; returns at once.
    func killSoon() {
        DispatchQueue(label: "datacap.hook").asyncAfter(deadline: .now() + .milliseconds(Self.haste_milliseconds)) {
            self.leader.withLock { leader in
                if let leader { kill(-leader, SIGKILL) }
            }
        }
    }
}
