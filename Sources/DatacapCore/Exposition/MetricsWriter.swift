/// Writes a page of metrics, family by family, in either format with the same series.
package struct MetricsWriter: Sendable {
    /// What a family measures.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram, info, summary
    }

    /// The page so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private let format: ExpositionFormat
    private var name: String = ""
    private var kind = Kind.gauge

    /// Makes an empty page.
    package init(format: ExpositionFormat) {
        self.format = format
        bytes.reserveCapacity(16_384)
    }

    /// Begins a family.
    ///
    /// - Parameters:
    ///   - name: Its name without `_total` or `_info`, which follow from the kind.
    ///   - kind: What it measures.
    ///   - unit: The name's unit, which OpenMetrics wants said.
    ///   - help: One sentence; plain ASCII without quotes, so that it needs no escapes in either format.
    package mutating func family(_ name: String, _ kind: Kind, unit: String = "", help: String) {
        self.name = name
        self.kind = kind
        let isText = format == .text
        let suffix: String = isText && kind == .counter ? "_total" : isText && kind == .info ? "_info" : ""
        put("# TYPE ", name, suffix, " ")
        put(isText && kind == .info ? "gauge" : kind.rawValue)
        if !isText, !unit.isEmpty { put("\n# UNIT ", name, " ", unit) }
        put("\n# HELP ", name, suffix, " ", help, "\n")
    }

    /// Writes one sample of the family.
    package mutating func sample(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        switch kind {
        case .counter: put(name, "_total")
        case .info: put(name, "_info")
        case .gauge, .histogram, .summary: put(name)
        }
        put(labels)
        put(value)
    }

    /// Writes one sample of the family.
    package mutating func sample(_ value: Int64, _ labels: KeyValuePairs<String, String> = [:]) {
        sample(Double(value), labels)
    }

    /// Writes a histogram without labels.
    ///
    /// - Parameters:
    ///   - bounds: The upper bounds.
    ///   - counts: How many observations fell under each bound and not under the one before; one more than bounds.
    ///   - sum: The sum of all observations.
    package mutating func histogram(bounds: [Double], counts: [Int64], sum: Double) {
        var total: Int64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            put(name, "_bucket{le=\"")
            put(index < bounds.count ? Self.canonical(bounds[index]) : "+Inf")
            put("\"}")
            put(Double(total))
        }
        put(name, "_sum")
        put(sum)
        put(name, "_count")
        put(Double(total))
    }

    /// Writes a summary without quantiles.
    ///
    /// - Parameters:
    ///   - sum: The sum of all observations.
    ///   - count: How many there were.
    ///   - labels: The labels.
    package mutating func summary(sum: Double, count: Int64, _ labels: KeyValuePairs<String, String> = [:]) {
        put(name, "_sum")
        put(labels)
        put(sum)
        put(name, "_count")
        put(labels)
        put(Double(count))
    }

    /// Ends the page.
    ///
    /// - Returns: The page in UTF-8.
    package consuming func finish() -> [UInt8] {
        if format == .openMetrics { put("# EOF\n") }
        return bytes
    }

    private mutating func put(_ texts: String...) {
        for text in texts { bytes.append(contentsOf: text.utf8) }
    }

    private mutating func put(_ value: Double) {
        bytes.append(UInt8(ascii: " "))
        put(Self.text(value))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func put(_ labels: KeyValuePairs<String, String>) {
        guard !labels.isEmpty else { return }
        for (index, label) in labels.enumerated() {
            put(index == 0 ? "{" : ",", label.key, "=\"")
            for byte in label.value.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): put("\\\\")
                case UInt8(ascii: "\""): put("\\\"")
                case UInt8(ascii: "\n"): put("\\n")
                default: bytes.append(byte)
                }
            }
            put("\"")
        }
        put("}")
    }

    /// A value as both formats write it: whole numbers without a point, else the shortest that reads back the same.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? value.description
    }

    /// A bucket's bound as OpenMetrics §“Considerations: Canonical Numbers” writes it.
    static func canonical(_ bound: Double) -> String {
        guard bound >= 1e6, bound < 1e21, let whole = Int64(exactly: bound) else { return bound.description }
        var digits = Substring(String(whole))
        let exponent = digits.count - 1
        while digits.last == "0" { digits = digits.dropLast() }
        let fraction = digits.dropFirst()
        return "\(digits.prefix(1))\(fraction.isEmpty ? "" : ".")\(fraction)e+\(exponent < 10 ? "0" : "")\(exponent)"
    }
}
