/// A text format of metrics.
package enum ExpositionFormat: Hashable, CaseIterable, Sendable {
    /// Prometheus' text format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// The value of the Content-Type header.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// Chooses the format for an Accept header: the highest `q` wins, then OpenMetrics; else text.
    ///
    /// Unknown media types, parameters and junk are passed over, as Prometheus' protocol says (“Content negotiation”).
    package init(accept: String?) {
        var best: (format: ExpositionFormat, quality: Double) = (.text, 0)
        for range in (accept ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.trimmed.lowercased() }
            guard let type = parts.first else { continue }
            var quality = 1.0
            var version: String?
            for parameter in parts.dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmed }
                guard pair.count == 2 else { continue }
                if pair[0] == "q" { quality = Double(pair[1]) ?? 0 }
                if pair[0] == "version" { version = pair[1] }
            }
            let format: ExpositionFormat? =
                switch type {
                case "application/openmetrics-text": version ?? "1.0.0" == "1.0.0" ? .openMetrics : nil
                case "text/plain", "text/*", "*/*": version ?? "0.0.4" == "0.0.4" ? .text : nil
                default: nil
                }
            guard let format, quality > 0 else { continue }
            if quality > best.quality || (quality == best.quality && format == .openMetrics) {
                best = (format, quality)
            }
        }
        self = best.format
    }
}

extension Substring {
    /// The text without the spaces and quotes around it.
    fileprivate var trimmed: String {
        var text = self
        while let first = text.first, " \t\"".contains(first) { text = text.dropFirst() }
        while let last = text.last, " \t\"".contains(last) { text = text.dropLast() }
        return String(text)
    }
}
