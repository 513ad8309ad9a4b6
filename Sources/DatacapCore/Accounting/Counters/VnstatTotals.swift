/// The totals of an interface in what `vnstat --json` prints (vnstat(1), “JSON output”).
package struct VnstatTotals: Hashable, Sendable {
    /// Bytes received and sent since the database was made.
    package var count: CounterReading.Count
    /// When the database was written; `nil` in versions that don't say it in UTC.
    package var updated: Timestamp?

    /// Reads what was printed.
    ///
    /// - Parameters:
    ///   - text: All of it: version 1 of the format, in KiB, or version 2, in bytes.
    ///   - interface: Which interface is asked for.
    /// - Throws: ``VnstatError`` if it isn't that, or hasn't that interface.
    package init(_ text: some Sequence<UInt8>, interface: String) throws(VnstatError) {
        let root: JSONNode
        do throws(JSONError) { root = try JSONReader.read(text) } catch { throw .json(error) }
        guard let version = root["jsonversion"]?.string, let interfaces = root["interfaces"]?.array else {
            throw .format("\"jsonversion\" or \"interfaces\" is missing")
        }
        let unit_bytes: UInt64
        let name: String
        switch version {
        case "1": (unit_bytes, name) = (1_024, "id")
        case "2": (unit_bytes, name) = (1, "name")
        default: throw .format("version \"\(version.prefix(20))\" of its JSON isn't known")
        }
        guard let node = interfaces.first(where: { $0[name]?.string == interface }) else {
            throw .noInterface(interface)
        }
        func bytes(_ name: String) throws(VnstatError) -> UInt64 {
            guard let figure = node["traffic"]?["total"]?[name]?.int, let units = UInt64(exactly: figure) else {
                throw .format("\"traffic.total.\(name)\" is missing or wrong")
            }
            let (bytes, overflow) = units.multipliedReportingOverflow(by: unit_bytes)
            guard !overflow else { throw .format("\"traffic.total.\(name)\" is too large") }
            return bytes
        }
        count = CounterReading.Count(received: try bytes("rx"), sent: try bytes("tx"))
        let seconds = node["updated"]?["timestamp"]?.int
        updated = seconds.flatMap { (0..<1 << 40).contains($0) ? Timestamp(milliseconds: $0 * 1_000) : nil }
    }
}

/// Why `vnstat` doesn't tell what an interface has carried.
package enum VnstatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it printed isn't JSON.
    case json(JSONError)
    /// It's other JSON than vnstat's.
    case format(String)
    /// It doesn't watch that interface.
    case noInterface(String)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .json(let error): "what vnstat prints isn't JSON: \(error)"
        case .format(let what): "what vnstat prints can't be read: \(what)"
        case .noInterface(let name): "vnstat doesn't watch \(name)"
        }
    }
}
