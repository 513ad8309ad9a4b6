/// Why data.json can't be taken up again.
package enum RestoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It isn't JSON.
    case json(JSONError)
    /// It lacks what it should hold.
    case member(String)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .json(let error): "not JSON: \(error)"
        case .member(let name): "\"\(name)\" is missing or wrong"
        }
    }
}

extension Station {
    /// Takes up the totals and the last session from data.json, as it was written by ``dataJSON(at:)``.
    ///
    /// The test itself is not taken up: spending data takes somebody who wants it. A file of the original tool,
    /// which has `total_gb` only, is understood too.
    ///
    /// - Throws: ``RestoreError`` when the file isn't what it should be; nothing was changed then.
    package mutating func restore(_ text: [UInt8]) throws(RestoreError) {
        let node: JSONNode
        do { node = try JSONReader.read(text) } catch { throw .json(error) }
        let bytes = node["total_bytes"]?.int ?? node["total_gb"]?.double.map { ByteCount.gigabytes($0).bytes }
        guard let bytes, bytes >= 0 else { throw .member("total_bytes") }
        var restored = Session()
        for entry in node["data_points"]?.array ?? [] {
            guard let time = entry["timestamp"]?.string.flatMap(Timestamp.init(rfc3339:)),
                let speed = entry["speed_mbps"]?.double, let total = entry["total_gb"]?.double
            else { throw .member("data_points") }
            restored.points.append(
                SpeedPoint(time: time, rate: .megabits(speed), total: .gigabytes(total))
            )
        }
        restored.startTime = node["session_start"]?.string.flatMap(Timestamp.init(rfc3339:))
        restored.elapsed = .seconds(node["session_duration"]?.double ?? 0)
        restored.amount = ByteCount(node["session_bytes"]?.int ?? 0)
        restored.peak = .megabits(node["peak_speed"]?.double ?? 0)
        restored.restoreMean(
            amount: ByteCount(node["measured_bytes"]?.int ?? 0),
            time: .seconds(node["measured_seconds"]?.double ?? 0)
        )
        if let update = node["last_update"]?.string.flatMap(Timestamp.init(rfc3339:)) { lastUpdate = update }
        if let start = node["totals_since"]?.string.flatMap(Timestamp.init(rfc3339:)) { periodStart = start }
        total = ByteCount(bytes)
        session = restored
    }
}
