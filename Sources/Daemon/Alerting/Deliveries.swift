internal import DatacapCore
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

    /// Carries a load, given as JSON too, to its receiver and says what became of it.
    typealias Carrier = @Sendable (Load, _ payload: [UInt8], Receiver) async -> DeliveryOutcome

    private let inbox: Inbox
    private let carry: Carrier
    private let loads: AsyncStream<Load>
    private let continuation: AsyncStream<Load>.Continuation

    /// Makes deliveries by a carrier.
    init(inbox: Inbox, carry: @escaping Carrier) {
        self.inbox = inbox
        self.carry = carry
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
            let outcome = await carry(load, payload([notice], for: receiver), receiver)
            if !Task.isCancelled { inbox.put(.delivered(notice.id, outcome)) }
        case .post(let notices, let receiver):
            let outcome = await carry(load, payload(notices, for: receiver), receiver)
            if !Task.isCancelled { inbox.put(.posted(receiver.name, outcome)) }
        }
    }

    private func payload(_ notices: [Notice], for receiver: Receiver) -> [UInt8] {
        switch receiver.way {
        case .alertmanager: Notice.alertmanagerJSON(notices, at: SystemClock.now().timestamp)
        case .exec, .email, .webhook: notices.first?.webhookJSON ?? []
        }
    }
}
