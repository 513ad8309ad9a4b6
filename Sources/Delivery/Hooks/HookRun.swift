internal import DatacapCore
internal import Glibc
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// One run of a hook: a program that is told of a notice.
///
/// The program is started directly, with the arguments of the rules file and nothing of the notice in them, in a session
/// of its own, in the state folder, without any descriptor of the daemon. It reads the payload on standard input.
/// Exit code 0 says that the notice is delivered; 75 (`EX_TEMPFAIL` of sysexits.h), a signal or a timeout that it may go
/// better later; any other code that it never will. The run is over when the program is: what it left running in its
/// process group is killed then, and nobody waits for those who hold its output open.
struct HookRun: Sendable {
    /// How long a program may go on after the SIGTERM that ends its time, before the SIGKILL.
    static let grace: Duration = .seconds(5)

    // A write to a program that doesn't read is to fail, not to end this process; Subprocess leaves that to its users,
    // and gives children the usual way back. A global's first use runs once.
    private static let ignoringBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

    private let argv: [String]
    private let timeout: Duration
    private let grace: Duration
    private let environment: HookEnvironment
    private let payload: [UInt8]
    private let folder: String

    /// Makes a run.
    init(
        _ hook: Receiver.Hook,
        notice: Notice,
        payload: [UInt8],
        folder: String,
        grace: Duration = HookRun.grace
    ) {
        argv = hook.argv
        timeout = hook.timeout
        self.grace = grace
        environment = HookEnvironment(notice)
        self.payload = payload
        self.folder = folder
    }

    private enum Ending: Sendable {
        case ended(TerminationStatus)
        case failed(SubprocessError)
        case overdue
    }

    /// Runs the program to its end, and says what that means; its output stands in the outcome's text.
    ///
    /// When the task is cancelled, as the daemon leaves, the program gets SIGTERM, and soon SIGKILL.
    func outcome() async -> DeliveryOutcome {
        guard let first = argv.first, !argv.contains(where: { $0.utf8.contains(0) }) else {
            return .final(reason: "the hook has no program, or a NUL in an argument")
        }
        let program: HookProgram
        do throws(DeliveryError) { program = try HookProgram(first) } catch {
            return .final(reason: "not run: \(error)")
        }
        let output = HookOutput()
        let processes = HookGroup()
        let (ending, isOverdue) = await withTaskCancellationHandler {
            await run(program, in: processes, into: output)
        } onCancel: {
            processes.killSoon()
        }
        return Self.meaning(of: ending, isOverdue: isOverdue, after: timeout, output: output.text)
    }

    /// Runs the program to its end or its time's.
    private func run(
        _ program: HookProgram,
        in processes: HookGroup,
        into output: HookOutput
    ) async -> (Ending, isOverdue: Bool) {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { await start(program, in: processes, into: output) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return .overdue
            }
            var (ending, isOverdue) = (Ending.overdue, false)
            for await next in group {
                if case .overdue = next { isOverdue = true } else { ending = next }
                // Cancelling the run has the program's group signalled; cancelling the sleep ends the wait.
                if case .ended = next { break }
                group.cancelAll()
            }
            group.cancelAll()
            return (ending, isOverdue)
        }
    }

    private func start(_ program: HookProgram, in group: HookGroup, into output: HookOutput) async -> Ending {
        _ = Self.ignoringBrokenPipes
        defer { group.set(nil) }
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
        let keys = environment.values.map { (Subprocess.Environment.Key(stringLiteral: $0.key), $0.value) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program.path)),
                arguments: Arguments(Array(argv.dropFirst())),
                environment: .custom(Dictionary(uniqueKeysWithValues: keys)),
                workingDirectory: FilePath(folder),
                platformOptions: options,
                input: .inputWriter,
                output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                group.set(execution.processIdentifier.value)
                async let isFed: Void = feed(execution.standardInputWriter)
                // A task apart, and yet waited for: a cancelled one would stop to read, and a program that says
                // something in its grace, as a shell does of its children, would be ended by SIGPIPE for it.
                try await Task {
                    for try await chunk in execution.standardOutput {
                        let isFull = output.append(chunk.withUnsafeBytes { Array($0) })
                        // What the program left behind may talk for ever.
                        if isFull, Self.hasEnded(execution.processIdentifier.value) { break }
                    }
                }.value
                await isFed
            }
            // The number can't be anyone else's as long as its group has members, and if it has none it was free for
            // microseconds only.
            kill(-result.processIdentifier.value, SIGKILL)
            return .ended(result.terminationStatus)
        } catch let error as SubprocessError {
            return .failed(error)
        } catch {
            return .overdue
        }
    }

    /// Writes the payload and the end; a program that doesn't read it is within its rights.
    private func feed(_ input: StandardInputWriter) async {
        _ = try? await input.write(payload)
        try? await input.finish()
    }

    private static func hasEnded(_ processID: pid_t) -> Bool {
        var end = siginfo_t()
        return waitid(P_PID, id_t(processID), &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_signo == SIGCHLD
    }

    private static func meaning(
        of ending: Ending,
        isOverdue: Bool,
        after timeout: Duration,
        output: String
    ) -> DeliveryOutcome {
        func said(_ what: String) -> String { output.isEmpty ? what : "\(what): \(output)" }
        switch ending {
        case .overdue: return .interrupted
        case .failed(let error):
            let reason = "not run: \(error)".cleanLine
            return isPassing(error) ? .retry(reason: reason, after: nil) : .final(reason: reason)
        case .ended where isOverdue && Task.isCancelled: return .interrupted
        case .ended where isOverdue:
            return .uncertain(reason: said("not done within \(timeout)"))
        case .ended(.exited(0)): return .delivered(detail: said("exit code 0"))
        case .ended(.exited(75)): return .retry(reason: said("exit code 75"), after: nil)
        case .ended(.exited(let code)): return .final(reason: said("exit code \(code)"))
        case .ended(.signaled(let signal)): return .uncertain(reason: said("ended by signal \(signal)"))
        }
    }

    /// Whether a program may well be started another time: there was no process, memory or descriptor to be had, or the
    /// file was just being written, or it did start.
    private static func isPassing(_ error: SubprocessError) -> Bool {
        switch error.underlyingError {
        case .resourceTemporarilyUnavailable?, .noMemory?, .tooManyOpenFiles?, .tooManyOpenFilesInSystem?,
            .textFileBusy?:
            true
        default: error.code != .spawnFailed && error.code != .executableNotFound
        }
    }
}
