import DatacapCore

/// A daemon's surroundings for an ``AlertBook``: clocks, a disk, and receivers that tests decide about.
struct AlertWorld {
    /// A notice that reached its receiver, and when by the monotonic clock.
    struct Arrival: Hashable {
        var notice: Notice
        var address: String?
        var time: Duration

        /// The receiver, or its address.
        var place: String { address ?? notice.receiver }
    }

    var rules: AlertRules
    var book: AlertBook
    var signals = AlertSignals()
    var wall = Timestamp(milliseconds: 1_800_000_000_000)
    var uptime = Duration.seconds(1_000)
    /// What alerts.json holds.
    var disk: [UInt8]?
    /// What is being written.
    var writing: [UInt8]?
    /// What is being delivered.
    var flying: [(notice: Notice, receiver: Receiver)] = []
    var arrivals: [Arrival] = []
    var posts: [(notices: [Notice], receiver: Receiver)] = []
    var published: [String] = []
    var log: [String] = []
    /// Deliveries that began before what they tell was on the disk.
    var unsavedDeliveries: [String] = []

    init(_ rules: AlertRules) {
        self.rules = rules
        book = AlertBook(rules: rules, seed: 7)
        signals.flow = .flowing
        signals.throttle = .absent
        signals.host = "probe"
        signals.dashboardURL = "http://localhost:8000/"
    }

    var now: Moment { Moment(timestamp: wall, uptime: uptime) }

    mutating func perform(_ effects: [Station.Effect]) {
        for effect in effects {
            switch effect {
            case .saveAlerts: writing = book.stateJSON(at: now)
            case .deliver(let notice, let receiver):
                flying.append((notice, receiver))
                let text = String(decoding: disk ?? [], as: UTF8.self)
                if !notice.isTest, !text.contains("\"\(notice.id)\"") { unsavedDeliveries.append(notice.id) }
            case .post(let notices, let receiver): posts.append((notices, receiver))
            case .publishAlert(let name): published.append(name)
            case .log(_, let line): log.append(line)
            default: break
            }
        }
    }

    /// Lets time pass in steps of a second, each with a look at the signals.
    mutating func pass(_ seconds: Int) {
        for _ in 0..<seconds {
            uptime += .seconds(1)
            wall = wall + .seconds(1)
            look()
        }
    }

    mutating func look() { perform(book.evaluate(signals, at: now)) }

    /// Ends the write that is under way.
    mutating func endWrite(_ fault: String? = nil) {
        guard let bytes = writing else { return }
        writing = nil
        if fault == nil { disk = bytes }
        perform(book.saved(fault, at: now))
    }

    /// Ends the delivery that began first, or that to one place.
    mutating func end(_ outcome: DeliveryOutcome, to place: String? = nil) {
        let index = flying.firstIndex { place == nil || $0.receiver.name == place || $0.receiver.address == place }
        guard let index else { return }
        let (notice, receiver) = flying.remove(at: index)
        if case .delivered = outcome {
            arrivals.append(Arrival(notice: notice, address: receiver.address, time: uptime))
        }
        perform(book.delivered(notice.id, outcome, at: now))
    }

    /// Lets all writes and deliveries succeed until nothing is under way.
    mutating func settle() {
        while writing != nil || !flying.isEmpty {
            endWrite()
            end(.delivered(detail: "ok"))
        }
    }

    /// Lets time pass while everything succeeds at once.
    mutating func run(_ seconds: Int) {
        for _ in 0..<seconds {
            pass(1)
            settle()
        }
    }

    /// Kills the daemon and starts it again from what is on the disk.
    mutating func kill(outage: Duration = .zero) throws {
        writing = nil
        flying = []
        wall = wall + outage
        uptime = uptime + outage
        book = try disk.map { try AlertBook(restoring: $0, rules: rules, at: now) } ?? AlertBook(rules: rules, seed: 7)
    }

    /// What arrived at a place, as `alert status number`.
    func story(of place: String) -> [String] {
        arrivals.filter { $0.place == place }
            .map { "\($0.notice.alert) \($0.notice.status.rawValue) \($0.notice.number)" }
    }
}

extension Receiver {
    /// The mail address, where there is one.
    var address: String? {
        if case .email(let addresses) = way { addresses.first } else { nil }
    }

    static let hook = Receiver(name: "hook", way: .exec(.init(argv: ["/bin/true"], timeout: .seconds(30))))
    static let web = Receiver(name: "web", way: .webhook(url: "http://web.test/"))
    static let mail = Receiver(name: "mail", way: .email(to: ["a@x.test", "b@x.test"]))
    static let alertmanager = Receiver(name: "am", way: .alertmanager(urls: ["http://am.test:9093"]))
}

extension AlertRule {
    /// A rule about throttling with small times.
    static func throttled(
        wait: Int = 10,
        keep: Int = 20,
        repeats: Int? = 60,
        to receivers: [String] = ["hook"]
    ) -> AlertRule {
        var rule = AlertRule(name: "throttled", condition: .throttle(minimumConfidence: 0.5))
        rule.wait = .seconds(wait)
        rule.keep = .seconds(keep)
        rule.repeatInterval = repeats.map { .seconds($0) }
        rule.receivers = receivers
        return rule
    }

    /// A rule about the cap.
    static func cap(_ percent: Double, to receivers: [String] = ["hook"]) -> AlertRule {
        var rule = AlertRule(name: "cap-\(Int(percent))", condition: .cap(usedPercent: percent))
        rule.receivers = receivers
        return rule
    }
}
