internal import DatacapCore
internal import Logging
internal import ServiceLifecycle

/// Runs probes, one at a time: short downloads that end by themselves.
///
/// Every order ends in exactly one ``Station/Input/probeExited``, whatever becomes of the process.
struct ProbeRunner: Service {
    /// A probe that hasn't ended so long after its time doesn't end by itself.
    private static let patience = Duration.seconds(3)

    private let process: DownloaderProcess
    private let inbox: Inbox
    private let logger: Logger
    private let orders: AsyncStream<FetchOrder>
    private let door: AsyncStream<FetchOrder>.Continuation

    init(process: DownloaderProcess, inbox: Inbox, logger: Logger) {
        self.process = process
        self.inbox = inbox
        self.logger = logger
        (orders, door) = AsyncStream.makeStream()
    }

    /// Orders a probe; returns at once.
    func run(_ order: FetchOrder) { door.yield(order) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await order in orders {
                await carryOut(order)
                inbox.put(.probeExited)
            }
        }
    }

    private func carryOut(_ order: FetchOrder) async {
        let limit = Duration.milliseconds(order.maximumMilliseconds ?? 0) + Self.patience
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let exit = await process.run(order) { .probe($0) }
                logger.debug("probe ended", metadata: ["exit": "\(exit)"])
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
