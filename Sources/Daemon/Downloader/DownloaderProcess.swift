internal import DatacapCore
internal import Glibc
internal import Logging
internal import Subprocess
internal import SystemPackage

/// Runs `datacap-downloader`: the order on its standard input, what it says to the core.
struct DownloaderProcess: Sendable {
    /// The program's path.
    let executable: String
    /// Who hears what it says.
    let inbox: Inbox
    /// Hears what the core has no use for.
    let logger: Logger

    /// Runs it to its end; a task that is cancelled ends the process.
    ///
    /// - Parameters:
    ///   - order: What it is told.
    ///   - began: Hears the process's id.
    ///   - input: What each event is to the core.
    /// - Returns: How it ended.
    func run(
        _ order: FetchOrder,
        began: @Sendable (pid_t) -> Void = { _ in },
        as input: @Sendable (FetchEvent) -> Station.Input
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
                for try await line in execution.standardOutput.strings() { hear(line, as: input) }
            }
            return switch result.terminationStatus {
            case .exited(let code): .code(code)
            case .signaled(let signal): .signal(signal)
            }
        } catch {
            return .notStarted("\(error)")
        }
    }

    private func hear(_ line: String, as input: (FetchEvent) -> Station.Input) {
        do {
            inbox.put(input(try FetchEvent(line: line.utf8)))
        } catch {
            logger.debug("garbled line", metadata: ["reason": "\(error)"])
            inbox.put(.downloaderGarbled(line))
        }
    }
}
