internal import DatacapCore
internal import Delivery
internal import ServiceLifecycle

/// Has notices carried to their receivers, each in a task of its own, and hands the outcomes to the core.
///
/// When the daemon leaves, what is under way is cancelled and its outcome not told: it goes again after the next start.
struct Deliveries: Service {
    /// Something to carry.
    enum Load: Sendable {
        /// One notice for one receiver.
        case deliver(Notice, Receiver)
        /// All that an Alertmanager is to know.
        case post([Notice], Receiver)
    }

    private let inbox: Inbox
    private let courier: @Sendable () -> Courier
    private let loads: AsyncStream<Load>
    private let continuation: AsyncStream<Load>.Continuation

    /// Makes deliveries.
    ///
    /// - Parameters:
    ///   - inbox: Who hears the outcomes.
    ///   - courier: Gives a courier with the settings that are in force then.
    init(inbox: Inbox, courier: @escaping @Sendable () -> Courier) {
        self.inbox = inbox
        self.courier = courier
        (loads, continuation) = AsyncStream.makeStream()
    }

    /// Hands a load in; returns at once.
    func put(_ load: Load) { continuation.yield(load) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await load in loads { group.addTask { await deliver(load) } }
            }
        }
    }

    private func deliver(_ load: Load) async {
        switch load {
        case .deliver(let notice, let receiver):
            let outcome = await carry([notice], to: receiver)
            if !Task.isCancelled { inbox.put(.delivered(notice.id, outcome)) }
        case .post(let notices, let receiver):
            let outcome = await carry(notices, to: receiver)
            if !Task.isCancelled { inbox.put(.posted(receiver.name, outcome)) }
        }
    }

    private func carry(_ notices: [Notice], to receiver: Receiver) async -> DeliveryOutcome {
        if case .alertmanager(let urls) = receiver.way {
            let alerts = Notice.alertmanagerJSON(notices, at: SystemClock.now().timestamp)
            return await courier().post(alerts: alerts, to: urls)
        }
        guard let notice = notices.first, notices.count == 1 else {
            return .final(reason: "only an Alertmanager takes several alerts at once")
        }
        return await courier().deliver(notice, to: receiver, payload: notice.webhookJSON)
    }
}
