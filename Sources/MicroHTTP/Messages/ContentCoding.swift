/// The choice between gzip and the plain form of a body (RFC 9110 §12.5.3).
enum ContentCoding {
    /// Bodies up to this size are sent as they are: gzip would save nothing that matters.
    static let minimumSize = 1_024

    /// Tells whether a client that sent this Accept-Encoding prefers gzip, or likes it as much as the plain form.
    static func prefersGzip(_ acceptEncoding: String?) -> Bool {
        guard let acceptEncoding else { return false }
        var gzip: Double?
        var identity: Double?
        var others: Double?
        for element in HeaderText.elements(of: acceptEncoding) {
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(HeaderText.trimmed)
            guard let coding = parts.first else { continue }
            let weight = parts.dropFirst().lazy.compactMap(quality).first ?? 1
            if HeaderText.equal(coding, "gzip") || HeaderText.equal(coding, "x-gzip") {
                gzip = weight
            } else if HeaderText.equal(coding, "identity") {
                identity = weight
            } else if coding == "*" {
                others = weight
            }
        }
        let weight = gzip ?? others ?? 0
        return weight > 0 && weight >= identity ?? 0
    }

    /// Tells whether bodies of this media type shrink.
    static func isCompressible(_ contentType: String?) -> Bool {
        guard let contentType, let type = contentType.split(separator: ";").first.map(HeaderText.trimmed) else {
            return false
        }
        return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("javascript")
            || type.hasSuffix("xml") || type == "application/openmetrics-text" || type == "application/manifest+json"
    }

    private static func quality(_ parameter: Substring) -> Double? {
        guard let equals = parameter.firstIndex(of: "="), HeaderText.equal(parameter[..<equals], "q") else {
            return nil
        }
        return Double(parameter[parameter.index(after: equals)...]) ?? 0
    }
}
