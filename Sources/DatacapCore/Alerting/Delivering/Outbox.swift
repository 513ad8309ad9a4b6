/// What is to be told and hasn't arrived yet: a queue for each destination, so that none waits for another.
///
/// A notice is delivered at least once, and more than once only when a delivery's outcome never came, as when the
/// daemon ends during it or an answer is lost: then again with the same id. It is given up after a day. What an
/// incident that is over still had to say to somebody who heard nothing of it is withdrawn. An end is told only to who
/// was told of the beginning: at the head of its queue, an end whose firing notice never arrived is dropped.
///
/// All its times are running time (``AlertBook/time``).
package struct Outbox: Hashable, Sendable {
    /// How many notices may wait for one destination; the oldest that isn't under way gives way.
    static let capacity = 1_000
    /// How many hooks may run at a time.
    static let hookLimit = 4

    var lanes: [Lane] = []
    /// The latest notices, with what became of them.
    package internal(set) var log = NoticeLog()
    /// What was attempted since the daemon started, by receiver.
    package private(set) var tallies: [String: Tally] = [:]

    /// What was attempted since the daemon started.
    package struct Tally: Hashable, Sendable {
        /// Attempts, those that failed too.
        package internal(set) var attempts: Int64 = 0
        /// Notices that were given up or refused for good.
        package internal(set) var failures: Int64 = 0
        /// Notices that weren't sent any more.
        package internal(set) var drops: Int64 = 0
        /// Attempts that ended, however they did.
        package internal(set) var endings: Int64 = 0
        /// How long those took.
        package internal(set) var duration = Duration.zero

        mutating func end(after duration: Duration) {
            endings += 1
            self.duration += duration
        }
    }

    /// Makes an empty outbox.
    init() {}

    /// How many notices wait for a receiver or are under way.
    package func count(for receiver: String) -> Int {
        lanes.reduce(0) { $0 + ($1.destination.receiver == receiver ? $1.entries.count : 0) }
    }

    /// Whether nothing waits.
    package var isEmpty: Bool { lanes.allSatisfy(\.entries.isEmpty) }

    /// The lane of a destination, made if there's none.
    mutating func lane(_ destination: Destination) -> Int {
        if let index = lanes.firstIndex(where: { $0.destination == destination }) { return index }
        lanes.append(Lane(destination))
        return lanes.count - 1
    }

    /// Counts something of a receiver.
    mutating func count(_ receiver: String, _ change: (inout Tally) -> Void) {
        change(&tallies[receiver, default: Tally()])
    }

    /// Queues a notice.
    mutating func put(_ notice: Notice, to destination: Destination, at time: Duration) {
        let index = lane(destination)
        if lanes[index].entries.count >= Self.capacity { dropOldest(of: index, at: time, notice.time) }
        lanes[index].entries.append(Lane.Entry(notice: notice, queued: time))
        lanes[index].standings[notice.incident, default: Lane.Standing(number: 0)].number = notice.number
        log.add(notice, to: destination)
    }

    private mutating func dropOldest(of index: Int, at time: Duration, _ now: Timestamp) {
        guard let place = lanes[index].entries.firstIndex(where: { $0.notice.id != lanes[index].flight?.id }) else {
            return
        }
        let entry = lanes[index].entries.remove(at: place)
        lanes[index].standings[entry.notice.incident]?.last = time
        drop(entry.notice, "the queue was full", of: lanes[index].destination, at: now)
    }

    /// Notes that a notice isn't sent any more.
    mutating func drop(_ notice: Notice, _ reason: String, of destination: Destination, at now: Timestamp) {
        count(destination.receiver) { $0.drops += 1 }
        log.settle(notice.id, .dropped(reason), at: now)
    }

    /// Withdraws what an incident that is over still had to say.
    ///
    /// - Returns: The destinations that must be told of the end, and the number of that notice.
    mutating func end(_ incident: String, at now: Timestamp) -> [(destination: Destination, number: Int)] {
        var told: [(Destination, Int)] = []
        for index in lanes.indices where lanes[index].standings[incident] != nil {
            for notice in lanes[index].withdraw(incident) {
                drop(notice, "it was over before it could be told", of: lanes[index].destination, at: now)
            }
            if lanes[index].mustHearEnd(of: incident), let standing = lanes[index].standings[incident] {
                told.append((lanes[index].destination, standing.number + 1))
            } else {
                lanes[index].standings[incident] = nil
            }
        }
        return told
    }

    /// Withdraws what waits of an incident that nobody is to hear of for now, as if it had never been queued.
    mutating func hold(_ incident: String, at now: Timestamp) {
        for index in lanes.indices where lanes[index].holds(incident) {
            for notice in lanes[index].withdraw(incident) {
                drop(notice, "the alert was silenced", of: lanes[index].destination, at: now)
            }
            guard !lanes[index].mustHearEnd(of: incident) else { continue }
            lanes[index].standings[incident] = nil
        }
    }

    /// Forgets what was told of incidents that are over and that nothing waits of.
    mutating func prune(active: Set<String>) {
        for index in lanes.indices {
            lanes[index].standings = lanes[index].standings.filter {
                active.contains($0.key) || lanes[index].holds($0.key)
            }
        }
    }

    /// Drops the lanes that lead nowhere any more.
    mutating func keep(at now: Timestamp, _ isKnown: (Destination) -> Bool) {
        for lane in lanes where !isKnown(lane.destination) {
            for entry in lane.entries { drop(entry.notice, "the receiver was removed", of: lane.destination, at: now) }
        }
        lanes.removeAll { !isKnown($0.destination) }
    }
}
