internal import DatacapCore
internal import ServiceLifecycle

/// Tells the core that time passes, at least twice a second.
struct Ticker: Service {
    let inbox: Inbox
    let updateInterval: Duration

    func run() async throws {
        let interval = min(updateInterval, .milliseconds(500))
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval, tolerance: interval / 10)
                inbox.put(.tick)
            }
        }
    }
}
