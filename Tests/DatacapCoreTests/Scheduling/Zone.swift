import DatacapCore
import Foundation

/// A zone of this machine's tz database, and times written by its clocks.
struct Zone {
    let rules: ZoneRules

    init(_ name: String) throws {
        let file = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)"))
        rules = try ZoneRules(tzif: Array(file), name: name)
    }

    /// The times that an expression is due at after a UTC time, as `2026-03-29 03:00` by the zone's clocks.
    func times(_ cron: String, after start: String, count: Int) throws -> [String] {
        let expression = try CronExpression(cron)
        var time = try time(start)
        return try (0..<count).map { _ in
            guard let next = expression.next(after: time, in: rules), next > time else { throw ZoneFailure.noTime }
            time = next
            return text(next)
        }
    }

    func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else { throw ZoneFailure.noTime }
        return time
    }

    func text(_ time: Timestamp) -> String {
        let local = rules.local(time)
        let numbers = [local.hour, local.minute].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(local.date) \(numbers[0]):\(numbers[1])"
    }
}

enum ZoneFailure: Error { case noTime }
