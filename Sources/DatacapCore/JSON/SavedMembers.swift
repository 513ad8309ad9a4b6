/// Reads the members of an object of a state file; what is missing or wrong ends the reading.
struct SavedMembers {
    private let node: JSONNode

    init(_ node: JSONNode) throws(RestoreError) {
        guard case .object = node.value else { throw .member("\(node.position)") }
        self.node = node
    }

    private func required<Value>(_ name: String, _ value: Value?) throws(RestoreError) -> Value {
        guard let value else { throw .member("\(name) at \(node.position)") }
        return value
    }

    /// Whether a member is there and not null.
    func has(_ name: String) -> Bool { node[name].map { $0.value != .null } ?? false }

    func text(_ name: String) throws(RestoreError) -> String { try required(name, node[name]?.string) }

    func flag(_ name: String) throws(RestoreError) -> Bool { try required(name, node[name]?.bool) }

    func integer(_ name: String) throws(RestoreError) -> Int {
        try required(name, node[name]?.int.flatMap { Int(exactly: $0) })
    }

    /// Reads a whole number of 0 or more.
    func count(_ name: String) throws(RestoreError) -> Int {
        try required(name, node[name]?.int.flatMap { $0 >= 0 ? Int(exactly: $0) : nil })
    }

    /// Reads a number of 0 or more.
    func number(_ name: String) throws(RestoreError) -> Double {
        try required(name, node[name]?.double.flatMap { $0 >= 0 ? $0 : nil })
    }

    /// Reads a list of numbers of 0 or more.
    func numbers(_ name: String) throws(RestoreError) -> [Double] {
        try Self.numbers(in: required(name, node[name]), name)
    }

    /// Reads a list of such lists.
    func numberLists(_ name: String) throws(RestoreError) -> [[Double]] {
        var all: [[Double]] = []
        for list in try required(name, node[name]?.array) { all.append(try Self.numbers(in: list, name)) }
        return all
    }

    private static func numbers(in node: JSONNode, _ name: String) throws(RestoreError) -> [Double] {
        let numbers = node.array?.compactMap(\.double).filter { $0 >= 0 }
        guard let numbers, numbers.count == node.array?.count else { throw .member("\(name) at \(node.position)") }
        return numbers
    }

    func duration(_ name: String) throws(RestoreError) -> Duration {
        let seconds = try required(name, node[name]?.double)
        guard seconds >= 0, seconds < 1e12 else { throw .member("\(name) at \(node.position)") }
        return .milliseconds((seconds * 1_000).rounded())
    }

    func date(_ name: String) throws(RestoreError) -> Timestamp {
        try required(name, node[name]?.string.flatMap(Timestamp.init(rfc3339:)))
    }

    func word<Word: RawRepresentable>(_ name: String) throws(RestoreError) -> Word where Word.RawValue == String {
        try required(name, node[name]?.string.flatMap(Word.init(rawValue:)))
    }

    func object(_ name: String) throws(RestoreError) -> SavedMembers {
        try SavedMembers(try required(name, node[name]))
    }

    func objects(_ name: String) throws(RestoreError) -> [SavedMembers] {
        var all: [SavedMembers] = []
        for element in try required(name, node[name]?.array) { all.append(try SavedMembers(element)) }
        return all
    }

    func texts(_ name: String) throws(RestoreError) -> [String] {
        var all: [String] = []
        for element in try required(name, node[name]?.array) { all.append(try required(name, element.string)) }
        return all
    }

    func fields(_ name: String) throws(RestoreError) -> [Notice.Field] {
        guard case .object(let members)? = node[name]?.value else { throw .member("\(name) at \(node.position)") }
        var all: [Notice.Field] = []
        for member in members { all.append(Notice.Field(member.name, try required(name, member.node.string))) }
        return all
    }
}
