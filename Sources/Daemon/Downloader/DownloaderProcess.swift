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
    ///   - changes: What it is told while it runs.
    ///   - began: Hears the process's id.
    ///   - input: What each event is to the core.
    /// - Returns: How it ended.
    func run(
        _ order: FetchOrder,
        changes: AsyncStream<FetchAllowance>? = nil,
        began: @Sendable (pid_t) -> Void = { _ in },
        as input: @Sendable (FetchEvent) -> Station.Input
    ) async -> DownloaderExit {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)),
                platformOptions: options,
                input: .inputWriter,
                output: .sequence,
                error: .currentStandardError
            ) { execution in
                began(execution.processIdentifier.value)
                let writer = execution.standardInputWriter
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        // One that ends before it is told something can't be told; how it ended says why.
                        _ = try? await writer.write(order.line + [UInt8(ascii: "\n")])
                        guard let changes else { return try await writer.finish() }
                        for await change in changes { _ = try? await writer.write(change.line + [UInt8(ascii: "\n")]) }
                    }
                    for try await line in execution.standardOutput.strings() { hear(line, as: input) }
                    group.cancelAll()
                }
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
