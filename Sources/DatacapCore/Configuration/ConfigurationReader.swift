/// Reads one setting after another from the sources and collects what is wrong with them.
struct ConfigurationReader {
    /// A setting as it was given: by the file as JSON, by a flag or the environment as text.
    private enum Given {
        case node(JSONNode)
        case text(String)
    }

    private let sources: ConfigurationSources
    private var root: JSONNode?
    private var used: Set<String> = []
    private(set) var faults: [ConfigurationFault] = []

    init(_ sources: ConfigurationSources) {
        self.sources = sources
        guard let text = sources.fileText else { return }
        do {
            let node = try JSONReader.read(text)
            guard case .object = node.value else {
                faults.append(fault(at: node.position, "", "must be an object, is \(node.value.kind)"))
                return
            }
            root = node
        } catch {
            faults.append(fault(at: error.position, "", error.reason))
        }
    }

    private func fault(at position: JSONPosition?, _ path: String, _ message: String) -> ConfigurationFault {
        ConfigurationFault(source: .file(sources.fileName, position), path: path, message: message)
    }

    /// The setting as it was given, with its source; the file's null is as good as nothing unless `nullable`.
    private mutating func given(_ path: String) -> (value: Given, source: ConfigurationFault.Source)? {
        used.insert(path)
        if let text = sources.flags[path] { return (.text(text), .flag(path.dashed)) }
        let variable = ConfigurationSources.variable(for: path)
        if let text = sources.environment[variable] { return (.text(text), .environment(variable)) }
        var node = root
        for name in path.split(separator: ".") { node = node?[String(name)] }
        return node.map { (.node($0), .file(sources.fileName, $0.position)) }
    }

    private mutating func refuse(_ source: ConfigurationFault.Source, _ path: String, _ message: String) {
        faults.append(ConfigurationFault(source: source, path: path, message: message))
    }

    /// Records that a setting is wrong for a reason that only shows beside the others.
    mutating func refuse(_ path: String, _ message: String) {
        // To be refused makes no setting known: what stands below it is still to be looked through.
        let wasKnown = used.contains(path)
        defer { if !wasKnown { used.remove(path) } }
        let source = given(path)?.source ?? .file(sources.fileName, nil)
        refuse(source, path, message)
    }

    /// Reads a number within a range.
    mutating func number(_ path: String, _ range: ClosedRange<Double>, whole: Bool = false) -> Double? {
        guard let (value, source) = given(path) else { return nil }
        let allowed = ConfigurationFault.allowed(range, whole: whole)
        let number: Double?
        switch value {
        case .text(let text): number = Double(text)
        case .node(let node):
            guard let double = node.double else {
                refuse(source, path, "\(allowed), is \(node.value.kind)")
                return nil
            }
            number = double
        }
        guard let number, range.contains(number), !whole || number == number.rounded() else {
            refuse(source, path, "\(allowed)\(number.map { ", is \($0.plain)" } ?? "")")
            return nil
        }
        return number
    }

    /// Whether a setting was given at all.
    mutating func has(_ path: String) -> Bool { given(path) != nil }

    /// Where a setting was given; `nil` if it wasn't.
    mutating func source(of path: String) -> ConfigurationFault.Source? { given(path)?.source }

    /// Whether any of the settings asked for so far that stand below a path was given, or the path itself.
    mutating func hasAny(below path: String) -> Bool {
        // The path itself isn't known by that: what stands below it is still to be looked through.
        defer { used.remove(path) }
        return used.sorted().contains { $0.hasPrefix(path + ".") && has($0) } || has(path)
    }

    /// The names of an object's members in the file; an object must be there.
    mutating func members(_ path: String) -> [String] {
        guard let (value, source) = given(path), case .node(let node) = value else {
            refuse(path, "is missing; it must be an object")
            return []
        }
        guard case .object(let members) = node.value else {
            refuse(source, path, "must be an object, is \(node.value.kind)")
            return []
        }
        used.remove(path)
        return members.map(\.name)
    }

    /// Whether the file says null, which some settings take for “none”.
    mutating func isNull(_ path: String) -> Bool {
        guard case .node(let node)? = given(path)?.value else { return false }
        return node.value == .null
    }

    /// Reads a text that `check` finds nothing wrong with.
    mutating func string(_ path: String, check: (String) -> String? = { _ in nil }) -> String? {
        guard let (value, source) = given(path) else { return nil }
        let text: String
        switch value {
        case .text(let given): text = given
        case .node(let node):
            guard let string = node.string else {
                refuse(source, path, "must be a string, is \(node.value.kind)")
                return nil
            }
            text = string
        }
        let controls = text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        if let wrong = controls ? "must not contain control characters" : check(text) {
            refuse(source, path, wrong)
            return nil
        }
        return text
    }

    /// Reads one of a few words.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ path: String) -> Word? where Word.RawValue == String {
        string(path) { ConfigurationFault.wrong($0, as: Word.self) }.flatMap { Word(rawValue: $0) }
    }

    /// Reads true or false.
    mutating func bool(_ path: String) -> Bool? {
        guard let (value, source) = given(path) else { return nil }
        switch value {
        case .text("true"), .text("1"): return true
        case .text("false"), .text("0"): return false
        case .text: refuse(source, path, "must be true or false")
        case .node(let node):
            if let flag = node.bool { return flag }
            refuse(source, path, "must be true or false, is \(node.value.kind)")
        }
        return nil
    }

    /// Reads a list of texts; a flag or the environment separates them by spaces.
    mutating func strings(_ path: String, count: ClosedRange<Int>, check: (String) -> String?) -> [String]? {
        guard let (value, source) = given(path) else { return nil }
        var items: [(text: String?, kind: String, source: ConfigurationFault.Source)] = []
        switch value {
        case .text(let text): items = text.split(separator: " ").map { (String($0), "", source) }
        case .node(let node):
            guard let elements = node.array else {
                refuse(source, path, "must be an array of strings, is \(node.value.kind)")
                return nil
            }
            items = elements.map { ($0.string, $0.value.kind, .file(sources.fileName, $0.position)) }
        }
        let before = faults.count
        if let wrong = ConfigurationFault.wrong(count: items.count, allowed: count) { refuse(source, path, wrong) }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.text else {
                refuse(item.source, "\(path)[\(index)]", "must be a string, is \(item.kind)")
                continue
            }
            if let wrong = texts.contains(text) ? "\"\(text)\" stands twice" : check(text) {
                refuse(item.source, "\(path)[\(index)]", wrong)
            }
            texts.append(text)
        }
        return faults.count == before ? texts : nil
    }

    /// Reports every member of the file that no setting asked for.
    mutating func refuseUnknown() {
        guard let root else { return }
        refuseUnknown(in: root, path: "")
    }

    /// The paths of the settings known directly below a path; groups of them by the group's path.
    private func names(below path: String) -> [String] {
        let depth = path.split(separator: ".").count + 1
        let siblings = used.filter { path.isEmpty || $0.hasPrefix(path + ".") }
        return Set(siblings.map { $0.split(separator: ".").prefix(depth).joined(separator: ".") }).sorted()
    }

    private mutating func refuseUnknown(in node: JSONNode, path: String) {
        guard case .object(let members) = node.value else { return }
        for member in members {
            let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
            if used.contains(inner) { continue }
            let nested = used.filter { $0.hasPrefix(inner + ".") }
            if nested.isEmpty {
                let known = names(below: path).joined(separator: ", ")
                refuse(.file(sources.fileName, member.position), inner, "is unknown; known are \(known)")
            } else if case .object = member.node.value {
                refuseUnknown(in: member.node, path: inner)
            } else {
                refuse(
                    .file(sources.fileName, member.node.position),
                    inner,
                    "must be an object, is \(member.node.value.kind)"
                )
            }
        }
    }
}

extension String {
    /// A setting's path as its flag is written.
    fileprivate var dashed: String { String(map { $0 == "_" || $0 == "." ? "-" : $0 }) }
}
