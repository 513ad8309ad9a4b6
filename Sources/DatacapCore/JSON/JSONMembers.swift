/// Reads the members of one JSON object by name and collects what is wrong with them, each fault with its place.
///
/// ``finish()`` must be called when everything was asked for: it refuses the members that nobody asked for.
struct JSONMembers {
    private let fileName: String
    /// Where the object stands in the file, such as `rules[2].when`; empty for the whole file.
    let path: String
    private let position: JSONPosition
    private let members: [JSONMember]
    private var known: [String] = []
    private(set) var faults: [ConfigurationFault] = []

    /// Takes an object; anything else is a fault.
    init(_ node: JSONNode, path: String, fileName: String) {
        self.path = path
        self.fileName = fileName
        position = node.position
        if case .object(let members) = node.value {
            self.members = members
        } else {
            members = []
            faults.append(fault(at: node.position, path, "must be an object, is \(node.value.kind)"))
        }
    }

    private func fault(at position: JSONPosition, _ path: String, _ message: String) -> ConfigurationFault {
        ConfigurationFault(source: .file(fileName, position), path: path, message: message)
    }

    /// The path of a member.
    func path(_ name: String) -> String {
        name.isEmpty || path.isEmpty ? path + name : "\(path).\(name)"
    }

    /// Records what is wrong with a member, or with the object if it lacks the member.
    mutating func refuse(_ name: String, _ message: String) {
        let place = members.first { $0.name == name }?.node.position ?? position
        faults.append(fault(at: place, path(name), message))
    }

    /// Records what is wrong with a part of a member.
    mutating func refuse(at position: JSONPosition, _ path: String, _ message: String) {
        faults.append(fault(at: position, path, message))
    }

    /// Takes over the faults of a part that has been read.
    mutating func take(_ part: JSONMembers) { faults += part.faults }

    /// The member of that name.
    mutating func node(_ name: String) -> JSONNode? {
        if !known.contains(name) { known.append(name) }
        return members.first { $0.name == name }?.node
    }

    /// Whether the object has the member.
    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// Reads a number within a range; `nil` if it isn't there or is wrong.
    mutating func number(_ name: String, _ range: ClosedRange<Double>, whole: Bool = false) -> Double? {
        guard let node = node(name) else { return nil }
        let allowed = ConfigurationFault.allowed(range, whole: whole)
        guard let number = node.double else {
            refuse(name, "\(allowed), is \(node.value.kind)")
            return nil
        }
        guard range.contains(number), !whole || number == number.rounded() else {
            refuse(name, "\(allowed), is \(number.plain)")
            return nil
        }
        return number
    }

    /// Reads true or false; `nil` if it isn't there or is wrong.
    mutating func bool(_ name: String) -> Bool? {
        guard let node = node(name) else { return nil }
        if let flag = node.bool { return flag }
        refuse(name, "must be true or false, is \(node.value.kind)")
        return nil
    }

    /// Reads a text without control characters; `nil` if it isn't there or is wrong.
    mutating func string(_ name: String, check: (String) -> String? = { _ in nil }) -> String? {
        guard let node = node(name) else { return nil }
        return text(node, path(name), check: check)
    }

    /// Reads one of a few words; `nil` if it isn't there or is wrong.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String) -> Word? where Word.RawValue == String {
        string(name) { ConfigurationFault.wrong($0, as: Word.self) }.flatMap { Word(rawValue: $0) }
    }

    /// Reads a list of texts, all different unless said; what is wrong with one is a fault and leaves it out.
    mutating func strings(
        _ name: String,
        count: ClosedRange<Int>,
        mayRepeat: Bool = false,
        check: (String) -> String?
    ) -> [String]? {
        guard let elements = array(name, of: "strings", count: count) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let others = mayRepeat ? [] : texts
            let text = text(element, "\(path(name))[\(index)]") {
                others.contains($0) ? "\"\($0)\" stands twice" : check($0)
            }
            if let text { texts.append(text) }
        }
        return texts
    }

    /// Reads a list; `nil` if it isn't there or is none.
    mutating func array(_ name: String, of kind: String, count: ClosedRange<Int>) -> [JSONNode]? {
        guard let node = node(name) else { return nil }
        guard let elements = node.array else {
            refuse(name, "must be an array of \(kind), is \(node.value.kind)")
            return nil
        }
        if let wrong = ConfigurationFault.wrong(count: elements.count, allowed: count) { refuse(name, wrong) }
        return elements
    }

    /// Reads an object, whose faults are to be given back by ``take(_:)``; `nil` if it isn't there.
    mutating func object(_ name: String) -> JSONMembers? {
        node(name).map { JSONMembers($0, path: path(name), fileName: fileName) }
    }

    /// Reads an object whose names are the user's; `nil` if it isn't there or is none.
    mutating func fields(_ name: String) -> [JSONMember]? {
        guard let node = node(name) else { return nil }
        guard case .object(let members) = node.value else {
            refuse(name, "must be an object, is \(node.value.kind)")
            return nil
        }
        return members
    }

    /// Reads a text that is part of a member.
    mutating func text(_ node: JSONNode, _ path: String, check: (String) -> String?) -> String? {
        guard let text = node.string else {
            refuse(at: node.position, path, "must be a string, is \(node.value.kind)")
            return nil
        }
        let hasControls = text.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || $0.value == 127 }
        guard let wrong = hasControls ? "must not contain control characters" : check(text) else { return text }
        refuse(at: node.position, path, wrong)
        return nil
    }

    /// Refuses every member that nobody asked for.
    mutating func finish() {
        for member in members where !known.contains(member.name) {
            let names = known.sorted().joined(separator: ", ")
            faults.append(fault(at: member.position, path(member.name), "is unknown; known are \(names)"))
        }
    }
}
