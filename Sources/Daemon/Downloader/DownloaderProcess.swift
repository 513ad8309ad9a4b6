internal import DatacapCore
internal import Glibc
internal import Subprocess
internal import SystemPackage

/// One run of `datacap-downloader`: the order on its standard input, its lines one by one.
struct DownloaderProcess: Sendable {
    let executable: String

    /// Runs it to its end; a task that is cancelled ends the process.
    ///
    /// - Parameters:
    ///   - order: What it is told.
    ///   - began: Hears the process's id.
    ///   - hear: Hears each line that it says.
    /// - Returns: How it ended.
    func run(
        _ order: FetchOrder,
        began: @Sendable (pid_t) -> Void = { _ in },
        hear: @Sendable (String) -> Void
    ) async -> DownloaderExit {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        let line = String(decoding: order.line, as: UTF8.self) + "\n"
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)),
                platformOptions: options,
                input: .string(line),
                output: .sequence,
                error: .currentStandardError
            ) { execution in
                began(execution.processIdentifier.value)
                for try await line in execution.standardOutput.strings() { hear(line) }
            }
            return switch result.terminationStatus {
            case .exited(let code): .code(code)
            case .signaled(let signal): .signal(signal)
            }
        } catch {
            return .notStarted("\(error)")
        }
    }
}
