internal import DatacapCore
internal import Glibc
internal import ServiceLifecycle
internal import Synchronization

/// Keeps at most one downloader process: starts it when told, hears it, and says how it ended.
///
/// Every launch ends in exactly one ``Station/Input/downloaderExited(_:)``, also one that was called off.
final class DownloaderSupervisor: Service {
    private struct Launch: Sendable {
        var order: FetchOrder
        var delay: Duration
    }

    private enum Phase {
        case idle
        case waiting(AsyncStream<Void>.Continuation)
        case running(pid_t, AsyncStream<FetchAllowance>.Continuation)
    }

    private let process: DownloaderProcess
    private let inbox: Inbox
    private let launches: AsyncStream<Launch>
    private let door: AsyncStream<Launch>.Continuation
    private let phase = Mutex(Phase.idle)

    /// Makes a supervisor without a process.
    ///
    /// - Parameters:
    ///   - process: How one is run.
    ///   - inbox: Who hears how it ended.
    init(process: DownloaderProcess, inbox: Inbox) {
        self.process = process
        self.inbox = inbox
        (launches, door) = AsyncStream.makeStream()
    }

    /// Orders a process after a while.
    func launch(_ order: FetchOrder, after delay: Duration) { door.yield(Launch(order: order, delay: delay)) }

    /// Signals the process; a launch that still waits is called off by `terminate` and `kill`.
    func send(_ signal: Station.DownloaderSignal) {
        phase.withLock { phase in
            switch phase {
            case .idle: break
            case .waiting(let wake):
                switch signal {
                case .terminate, .kill: wake.finish()
                case .pause, .resume, .allow: break
                }
            case .running(let processID, let changes):
                switch signal {
                case .pause: kill(processID, SIGUSR1)
                case .resume: kill(processID, SIGUSR2)
                case .terminate: kill(processID, SIGTERM)
                case .kill: kill(processID, SIGKILL)
                case .allow(let allowance): changes.yield(allowance)
                }
            }
        }
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            for await launch in launches {
                inbox.put(.downloaderExited(await carryOut(launch)))
            }
        } onGracefulShutdown: { [inbox, door] in
            // The core stops the test, which ends the process, which ends the loop.
            inbox.put(.shutdown)
            door.finish()
        }
    }

    private func carryOut(_ launch: Launch) async -> DownloaderExit {
        guard await waits(launch.delay) else { return .code(0) }
        defer { phase.withLock { $0 = .idle } }
        let (changes, change) = AsyncStream<FetchAllowance>.makeStream()
        return await process.run(launch.order, changes: changes) { processID in
            phase.withLock { $0 = .running(processID, change) }
        } as: {
            .downloader($0)
        }
    }

    /// Waits before a launch.
    ///
    /// - Returns: Whether the launch wasn't called off.
    private func waits(_ delay: Duration) async -> Bool {
        guard delay > .zero else { return true }
        let (wakes, wake) = AsyncStream<Void>.makeStream()
        phase.withLock { $0 = .waiting(wake) }
        defer { phase.withLock { $0 = .idle } }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await Task.sleep(for: delay)) != nil }
            group.addTask {
                for await _ in wakes {}
                return false
            }
            let isDue = await group.next() ?? false
            group.cancelAll()
            return isDue
        }
    }
}
