/// Why a line between the daemon and its downloader was not understood.
package enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line isn't JSON.
    case json(JSONError)
    /// A member is missing or is not what the grammar says.
    case field(String, String)
    /// The line names an event that the grammar doesn't have.
    case unknown(String)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .json(let error): "not JSON: \(error)"
        case .field(let name, let expected): "\"\(name)\" must be \(expected)"
        case .unknown(let name): "unknown event \"\(name)\""
        }
    }
}

/// One line between the daemon and its downloader, with typed access to its members.
struct WireObject {
    private let node: JSONNode

    init(_ line: some Sequence<UInt8>) throws(WireError) {
        do { node = try JSONReader.read(line) } catch { throw .json(error) }
        guard case .object = node.value else { throw .field("", "an object") }
    }

    func string(_ name: String) throws(WireError) -> String {
        guard let value = node[name]?.string else { throw .field(name, "a string") }
        return value
    }

    func optionalString(_ name: String) -> String? { node[name]?.string }

    func int(_ name: String) throws(WireError) -> Int64 {
        guard let value = node[name]?.int else { throw .field(name, "a whole number") }
        return value
    }

    func optionalInt(_ name: String) -> Int64? { node[name]?.int }

    func bool(_ name: String) throws(WireError) -> Bool {
        guard let value = node[name]?.bool else { throw .field(name, "a boolean") }
        return value
    }

    func strings(_ name: String) throws(WireError) -> [String] {
        guard let values = node[name]?.array else { throw .field(name, "an array of strings") }
        let strings = values.compactMap(\.string)
        guard strings.count == values.count else { throw .field(name, "an array of strings") }
        return strings
    }

    func counts(_ name: String) throws(WireError) -> [Int64] {
        guard let values = node[name]?.array else { throw .field(name, "an array of counts") }
        let counts = values.compactMap(\.int).filter { $0 >= 0 }
        guard counts.count == values.count else { throw .field(name, "an array of counts") }
        return counts
    }
}
