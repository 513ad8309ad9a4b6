/// The latest notices and what became of each.
package struct NoticeLog: Hashable, Sendable {
    /// How many are kept.
    package static let capacity = 100

    /// A notice and what became of it.
    package struct Record: Hashable, Sendable {
        /// The notice's id.
        package var id: String
        /// The rule's name.
        package var alert: String
        /// Where it was to go.
        package var destination: Destination
        /// What it told.
        package var status: Notice.Status
        /// When it was decided.
        package var time: Timestamp
        /// Whether somebody only tried the receiver out.
        package var isTest: Bool
        /// What became of it.
        package var outcome = Outcome.waiting
        /// How many attempts ended.
        package var attempts = 0
        /// When `outcome` became what it is.
        package var outcomeTime: Timestamp
    }

    /// What became of a notice.
    package enum Outcome: Hashable, Sendable {
        /// It is queued or under way.
        case waiting
        /// An attempt failed; there will be another.
        case retrying(String)
        /// The receiver has it.
        case delivered(String)
        /// It will never go.
        case failed(String)
        /// It wasn't sent any more, and why.
        case dropped(String)

        /// The outcome's name on the wire.
        package var name: String {
            switch self {
            case .waiting: "waiting"
            case .retrying: "retrying"
            case .delivered: "delivered"
            case .failed: "failed"
            case .dropped: "dropped"
            }
        }

        /// What there is to say about it.
        package var detail: String {
            switch self {
            case .waiting: ""
            case .retrying(let text), .delivered(let text), .failed(let text), .dropped(let text): text
            }
        }

        /// Whether nothing more follows.
        package var isSettled: Bool {
            switch self {
            case .waiting, .retrying: false
            case .delivered, .failed, .dropped: true
            }
        }
    }

    /// The records, the oldest first.
    package private(set) var records: [Record] = []

    /// Makes an empty log.
    init() {}

    /// Takes up the records of a saved log.
    init(_ records: [Record]) { self.records = Array(records.suffix(Self.capacity)) }

    /// The record of a notice.
    package subscript(id: String) -> Record? { records.last { $0.id == id } }

    mutating func add(_ notice: Notice, to destination: Destination) {
        if records.count == Self.capacity { records.removeFirst() }
        records.append(
            Record(
                id: notice.id,
                alert: notice.alert,
                destination: destination,
                status: notice.status,
                time: notice.time,
                isTest: notice.isTest,
                outcomeTime: notice.time
            )
        )
    }

    mutating func settle(_ id: String, _ outcome: Outcome, attempts: Int? = nil, at now: Timestamp) {
        guard let index = records.lastIndex(where: { $0.id == id }) else { return }
        records[index].outcome = outcome
        records[index].outcomeTime = now
        if let attempts { records[index].attempts = attempts }
    }
}
