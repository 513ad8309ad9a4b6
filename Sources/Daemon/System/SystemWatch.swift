internal import DatacapCore
internal import ServiceLifecycle

/// Looks at the machine now and then and tells the core.
struct SystemWatch: Service {
    let inbox: Inbox
    let snapshot: Snapshot

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var reader = SystemReader()
            while !Task.isCancelled {
                let downloader = snapshot.station.downloader.processID
                inbox.put(.system(reader.read(downloader: downloader, at: SystemClock.now().uptime)))
                try? await Task.sleep(for: .seconds(2), tolerance: .milliseconds(200))
            }
        }
    }
}
