/// A text with places for values, `{{ name }}` or `{{ name | filter }}`: no code, no loops.
///
/// Names: `alert`, `rule`, `status`, `labels.X`, `annotations.X`, `startsAt`, `endsAt`, `duration`, `speed`,
/// `baseline`, `drop_ratio`, `verdict`, `cap.used`, `cap.limit`, `cap.used_ratio`, `cap.period_end`, `host`.
/// Filters: `mbps` of a speed, `bytes` of an amount, `percent` of a share, `duration` of a time, `date` of a point in
/// time; each is also how its kind of value is written without a filter. What nobody knows reads `unknown`.
package struct AlertTemplate: Hashable, Sendable {
    /// A part of the text.
    enum Part: Hashable, Sendable {
        case literal(String)
        case value(AlertName)
    }

    /// The template as it was written.
    package let source: String
    let parts: [Part]

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: The template.
    ///   - labels: The labels that it may name.
    ///   - annotations: The annotations that it may name.
    /// - Throws: ``AlertTemplateError``.
    package init(
        _ source: String,
        labels: [String] = [],
        annotations: [String] = []
    ) throws(AlertTemplateError) {
        self.source = source
        var parts: [Part] = []
        var rest = source[...]
        while let start = rest.place(of: "{{") {
            let literal = rest[..<start]
            if !literal.isEmpty { parts.append(.literal(String(literal))) }
            let inner = rest[rest.index(start, offsetBy: 2)...]
            guard let end = inner.place(of: "}}") else { throw .open(String(rest[start...].prefix(20))) }
            parts.append(.value(try Self.name(in: inner[..<end], labels: labels, annotations: annotations)))
            rest = inner[inner.index(end, offsetBy: 2)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        self.parts = parts
    }

    /// Whether it names an annotation: such a template can't be named by another.
    var namesAnnotations: Bool {
        parts.contains { if case .value(.annotation) = $0 { true } else { false } }
    }

    private static func name(
        in text: Substring,
        labels: [String],
        annotations: [String]
    ) throws(AlertTemplateError) -> AlertName {
        let pieces = text.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
        guard pieces.count <= 2, let first = pieces.first, !first.isEmpty else { throw .empty(text.trimmed) }
        guard let name = AlertName(first) else { throw .unknownName(first) }
        switch name {
        case .label(let label): guard labels.contains(label) else { throw .unknownName(first) }
        case .annotation(let other): guard annotations.contains(other) else { throw .unknownName(first) }
        default: break
        }
        guard pieces.count == 2 else { return name }
        guard let filter = Filter(rawValue: pieces[1]) else { throw .unknownFilter(pieces[1]) }
        guard filter.kind == name.kind else { throw .wrongFilter(filter.rawValue, takes: filter.kind, gets: name.kind) }
        return name
    }

    /// How a value is written; each is the one way for its kind.
    private enum Filter: String {
        case mbps, bytes, percent, duration, date

        var kind: AlertValue.Kind {
            switch self {
            case .mbps: .speed
            case .bytes: .amount
            case .percent: .share
            case .duration: .time
            case .date: .date
            }
        }
    }

    /// Fills the template in.
    func filled(_ value: (AlertName) -> AlertValue) -> String {
        parts.map {
            switch $0 {
            case .literal(let text): text
            case .value(let name): value(name).text
            }
        }
        .joined()
    }
}

/// Why a text isn't a template.
package enum AlertTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `{{` without `}}`.
    case open(String)
    /// Braces without one name and at most one filter.
    case empty(String)
    /// A name that nothing has.
    case unknownName(String)
    /// A filter that doesn't exist.
    case unknownFilter(String)
    /// A filter for another kind of value.
    case wrongFilter(String, takes: AlertValue.Kind, gets: AlertValue.Kind)

    /// What is wrong and what is allowed.
    package var description: String {
        switch self {
        case .open(let text): "has {{ without }} at \"\(text)\""
        case .empty(let text): "takes {{ name }} or {{ name | filter }}, has \"\(text)\""
        case .unknownName(let name):
            "has an unknown name \"\(name)\"; known are \(AlertName.known.joined(separator: ", ")), and labels.X and "
                + "annotations.X of the rule's own (an annotation that names another can't be named)"
        case .unknownFilter(let filter):
            "has an unknown filter \"\(filter)\"; known are mbps, bytes, percent, duration, date"
        case .wrongFilter(let filter, let takes, let gets):
            "has the filter \(filter), which takes \(takes.rawValue), on \(gets.rawValue)"
        }
    }
}

extension Substring {
    /// Where the first two such characters begin.
    fileprivate func place(of pair: String) -> Index? {
        indices.first { self[$0...].hasPrefix(pair) }
    }

    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
