/// Reads rules.json and finds everything that is wrong with it.
struct AlertRulesReader {
    /// What the rules' file may rely on.
    struct Surroundings {
        /// The file's name, as faults show it.
        var fileName: String
        /// The folder that relative paths in the file start from, with `/` at its end.
        var folder: String
        /// Whether config.json says how mail is sent.
        var hasMail: Bool
    }

    let surroundings: Surroundings
    private(set) var faults: [ConfigurationFault] = []

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    mutating func read(_ text: [UInt8]) -> AlertRules {
        let root: JSONNode
        do {
            root = try JSONReader.read(text)
        } catch {
            let source = ConfigurationFault.Source.file(surroundings.fileName, error.position)
            faults.append(ConfigurationFault(source: source, path: "", message: error.reason))
            return AlertRules()
        }
        var file = JSONMembers(root, path: "", fileName: surroundings.fileName)
        if case .object = root.value {
            if file.number("version", 1...1, whole: true) == nil, !file.has("version") {
                file.refuse("version", "is missing; it must be 1")
            }
        }
        // For editors, which find the file's schema by it.
        _ = file.string("$schema")
        let receivers = readReceivers(&file)
        let rules = readRules(&file, receivers: receivers)
        file.finish()
        faults += file.faults
        return AlertRules(rules: rules, receivers: receivers)
    }

    private func readReceivers(_ file: inout JSONMembers) -> [Receiver] {
        var receivers: [Receiver] = []
        var names: [String] = []
        for (index, node) in (file.array("receivers", of: "objects", count: 0...64) ?? []).enumerated() {
            var members = JSONMembers(node, path: "receivers[\(index)]", fileName: surroundings.fileName)
            let receiver = receiver(&members, others: names)
            if let name = node["name"]?.string { names.append(name) }
            members.finish()
            file.take(members)
            if let receiver { receivers.append(receiver) }
        }
        return receivers
    }

    private func readRules(_ file: inout JSONMembers, receivers: [Receiver]) -> [AlertRule] {
        var rules: [AlertRule] = []
        var names: [String] = []
        let named = Set(file.receiverNames)
        for (index, node) in (file.array("rules", of: "objects", count: 0...256) ?? []).enumerated() {
            var members = JSONMembers(node, path: "rules[\(index)]", fileName: surroundings.fileName)
            let rule = rule(&members, others: names, receivers: named)
            if let name = node["alert"]?.string { names.append(name) }
            members.finish()
            file.take(members)
            if let rule { rules.append(rule) }
        }
        return rules
    }

    private func rule(_ members: inout JSONMembers, others: [String], receivers: Set<String>) -> AlertRule? {
        let name = members.string("alert") { Self.faultOfName($0, others: others) }
        if name == nil, !members.has("alert") { members.refuse("alert", "is missing") }
        let condition = condition(&members)
        var rule = AlertRule(name: name ?? "", condition: condition ?? .noSample)
        rule.wait = members.duration("for_seconds", 0...2_592_000) ?? rule.wait
        rule.keep = members.duration("keep_firing_for_seconds", 0...2_592_000) ?? rule.keep
        if members.node("repeat_interval_seconds")?.value == .null {
            rule.repeatInterval = nil
        } else if let interval = members.duration("repeat_interval_seconds", 60...31_536_000) {
            rule.repeatInterval = interval
        }
        rule.sendsResolved = members.bool("send_resolved") ?? rule.sendsResolved
        rule.noData = members.word("no_data") ?? rule.noData
        rule.isEnabled = members.bool("enabled") ?? rule.isEnabled
        rule.receivers =
            members.strings("receivers", count: 0...64) {
                receivers.contains($0) ? nil : "there is no receiver \"\($0)\""
            } ?? []
        readLabels(&members, into: &rule)
        readAnnotations(&members, into: &rule)
        return name == nil || condition == nil ? nil : rule
    }

    private func readLabels(_ members: inout JSONMembers, into rule: inout AlertRule) {
        for member in members.fields("labels") ?? [] {
            let path = "\(members.path("labels")).\(member.name)"
            if let wrong = Self.faultOfFieldName(member.name) {
                members.refuse(at: member.position, path, wrong)
            } else if member.name == "alertname" {
                members.refuse(at: member.position, path, "is the rule's name and can't be set")
            } else if let text = members.text(member.node, path, check: Self.faultOfLabel) {
                rule.labels.append(Notice.Field(member.name, text))
            }
        }
        rule.labels.sort { $0.name < $1.name }
    }

    private func readAnnotations(_ members: inout JSONMembers, into rule: inout AlertRule) {
        let given = members.fields("annotations") ?? []
        // What names annotations itself can't be named: so there are no circles.
        let nameable = given.filter { AlertTemplate.namesNoAnnotation($0.node.string ?? "") }.map(\.name)
        let labels = rule.labels.map(\.name) + ["alertname", "instance"]
        for member in given {
            let path = "\(members.path("annotations")).\(member.name)"
            if let wrong = Self.faultOfFieldName(member.name) {
                members.refuse(at: member.position, path, wrong)
                continue
            }
            guard let text = members.text(member.node, path, check: { _ in nil }) else { continue }
            do throws(AlertTemplateError) {
                let template = try AlertTemplate(text, labels: labels, annotations: nameable)
                rule.annotations.append(AlertAnnotation(name: member.name, template: template))
            } catch {
                members.refuse(at: member.node.position, path, error.description)
            }
        }
        rule.annotations.sort { $0.name < $1.name }
    }

    /// What is wrong with the name of a rule or a receiver.
    static func faultOfName(_ name: String, others: [String]) -> String? {
        if others.contains(name) { return "\"\(name)\" stands twice" }
        let isPlain = name.utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
        return name.isEmpty || !isPlain || name.utf8.count > 64
            ? "must be 1 to 64 letters, digits, \"-\", \"_\" or \".\", is \"\(name)\"" : nil
    }

    private static func faultOfFieldName(_ name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
        let startsWithDigit = name.utf8.first.map { (48...57).contains($0) } ?? true
        return isPlain && !startsWithDigit ? nil : "must be letters, digits and \"_\", not starting with a digit"
    }

    private static func faultOfLabel(_ text: String) -> String? {
        if text.isEmpty { return "must not be empty: an empty label is as good as none" }
        return text.hasBraces ? "must be plain: labels identify the alert, only annotations take {{ }}" : nil
    }
}

extension AlertTemplate {
    /// Whether a text is a template that names no annotation.
    fileprivate static func namesNoAnnotation(_ text: String) -> Bool {
        var rest = text[...]
        while let start = rest.firstIndex(of: "{") {
            rest = rest[start...].drop { $0 == "{" || $0 == " " }
            if rest.hasPrefix("annotations.") { return false }
        }
        return true
    }
}

extension JSONMembers {
    /// The names of all receivers, faulty ones too: a rule that names such a one isn't faulty for that.
    fileprivate var receiverNames: [String] {
        var copy = self
        return copy.node("receivers")?.array?.compactMap { $0["name"]?.string } ?? []
    }

    /// Reads a number of seconds.
    mutating func duration(_ name: String, _ range: ClosedRange<Double>) -> Duration? {
        number(name, range).map { .seconds($0) }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
    }
}

extension String {
    fileprivate var hasBraces: Bool {
        zip(utf8, utf8.dropFirst()).contains { $0 == UInt8(ascii: "{") && $1 == UInt8(ascii: "{") }
    }
}
