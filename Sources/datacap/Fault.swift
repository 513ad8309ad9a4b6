internal import ArgumentParser
internal import Daemon
internal import Glibc

/// How a command ends when it couldn't do its work.
enum Fault {
    /// Says on standard error what went wrong.
    ///
    /// - Returns: Exit code 1 for what the user can mend, 70 for what only we can (sysexits.h, `EX_SOFTWARE`).
    static func exit(for error: any Error) -> ExitCode {
        let isUsers = error is DaemonError || (error as? ReplayError)?.isUsers == true
        tell(isUsers ? "\(error)" : "internal error: \(error)")
        return ExitCode(isUsers ? 1 : 70)
    }

    /// Writes a line to standard error.
    static func tell(_ line: String) {
        let message = Array("\(line)\n".utf8)
        _ = write(STDERR_FILENO, message, message.count)
    }
}
