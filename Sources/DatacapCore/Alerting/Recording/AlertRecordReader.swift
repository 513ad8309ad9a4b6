/// Reads the lines of a recording in order; see ``AlertRecord`` for what they are.
package struct AlertRecordReader: Sendable {
    private var signals: AlertSignals?
    private var lastUptime = Duration.zero

    /// Makes a reader at the beginning of a recording.
    package init() {}

    /// Reads the next line.
    ///
    /// - Parameter line: The line, without its end.
    /// - Returns: What it tells, and when that was.
    /// - Throws: ``AlertRecordError`` for what the grammar doesn't have there; nothing was read then.
    package mutating func read(
        _ line: some Sequence<UInt8>
    ) throws(AlertRecordError) -> (record: AlertRecord, moment: Moment) {
        let node: JSONNode
        do { node = try JSONReader.read(line) } catch { throw .json(error) }
        guard case .object(let members) = node.value else { throw .headless }
        let moment = try Self.moment(of: node)
        if node["recording"] != nil {
            let hasLost = try Self.readHeader(members)
            signals = AlertSignals()
            lastUptime = moment.uptime
            return (.header(hasLost: hasLost), moment)
        }
        guard var signals else { throw .headless }
        guard moment.uptime >= lastUptime else { throw .backwards }
        try signals.change(by: members, of: node)
        self.signals = signals
        lastUptime = moment.uptime
        return (.look(signals), moment)
    }

    private static func moment(of node: JSONNode) throws(AlertRecordError) -> Moment {
        guard let time = node["time"]?.string.flatMap(Timestamp.init(rfc3339:)) else {
            throw .member("time", "an RFC 3339 time in UTC")
        }
        guard let uptime = node["uptime_ms"]?.int, uptime >= 0 else {
            throw .member("uptime_ms", "a whole number of 0 or more")
        }
        return Moment(timestamp: time, uptime: .milliseconds(uptime))
    }

    /// Checks a header and tells whether something was lost before it.
    private static func readHeader(_ members: [JSONMember]) throws(AlertRecordError) -> Bool {
        var version: Int64?
        var hasLost = false
        for member in members {
            switch member.name {
            case "time", "uptime_ms": break
            case "recording":
                guard member.node.string == AlertRecord.mark else { throw .headless }
            case "version": version = member.node.int
            case "lost":
                guard member.node.bool == true else { throw .member("lost", "true or left out") }
                hasLost = true
            default: throw .unknown(member.name)
            }
        }
        guard version == AlertRecord.version else { throw .member("version", "\(AlertRecord.version)") }
        return hasLost
    }
}

extension AlertSignals {
    /// Takes in what a look says.
    fileprivate mutating func change(by members: [JSONMember], of look: JSONNode) throws(AlertRecordError) {
        for member in members {
            let (name, node) = (member.name, member.node)
            switch name {
            case "time", "uptime_ms": break
            case "flow":
                guard let flow = node.string.flatMap(Flow.init(rawValue:)) else {
                    throw .member(name, "\"unwanted\", \"flowing\" or \"starved\"")
                }
                self.flow = flow
            case "throttle": throttle = try Throttle(node, confidence: look["confidence"])
            case "confidence":
                guard look["throttle"]?.string == "present" else {
                    throw .member(name, "left out without \"throttle\":\"present\"")
                }
            case "speed_mbps": speed = try node.rate(name)
            case "baseline_mbps": baseline = try node.rate(name)
            case "period": period = try Period(node)
            case "used_bytes": used = try node.amount(name)
            case "forecast_bytes": forecast = node.value == .null ? nil : try node.amount(name)
            case "restarts": restarts = try node.amount(name).bytes
            case "verdict": verdict = try node.text(name)
            case "host": host = try node.text(name)
            case "dashboard_url": dashboardURL = try node.text(name)
            default: throw .unknown(name)
            }
        }
    }
}

extension AlertSignals.Throttle {
    fileprivate init(_ node: JSONNode, confidence: JSONNode?) throws(AlertRecordError) {
        switch node.string {
        case "untold": self = .untold
        case "absent": self = .absent
        case "present":
            guard let confidence = confidence?.double, (0...1).contains(confidence) else {
                throw .member("confidence", "0 to 1 with \"throttle\":\"present\"")
            }
            self = .present(confidence: confidence)
        default: throw .member("throttle", "\"untold\", \"absent\" or \"present\"")
        }
    }
}

extension AlertSignals.Period {
    fileprivate init?(_ node: JSONNode) throws(AlertRecordError) {
        if node.value == .null { return nil }
        guard case .object(let members) = node.value, members.count == 2,
            let start = node["start"]?.string.flatMap(Timestamp.init(rfc3339:)), let limit = node["limit_bytes"]
        else { throw .member("period", "null or {\"start\":time,\"limit_bytes\":count}") }
        self.init(start: start, limit: try limit.amount("period.limit_bytes"))
    }
}

extension JSONNode {
    fileprivate func rate(_ name: String) throws(AlertRecordError) -> BitRate? {
        if value == .null { return nil }
        guard let rate = double, rate >= 0 else { throw .member(name, "null or a number of 0 or more") }
        return .megabits(rate)
    }

    fileprivate func amount(_ name: String) throws(AlertRecordError) -> ByteCount {
        guard let count = int, count >= 0 else { throw .member(name, "a whole number of 0 or more") }
        return ByteCount(count)
    }

    fileprivate func text(_ name: String) throws(AlertRecordError) -> String {
        guard let text = string else { throw .member(name, "a string") }
        return text
    }
}
