extension HTTPResponse {
    /// An error as `application/problem+json` (RFC 9457), of type `about:blank`.
    ///
    /// `title` defaults to the reason phrase of the status, as the type asks for.
    package static func problem(status: Int, title: String? = nil, detail: String? = nil) -> HTTPResponse {
        var json = "{\"type\":\"about:blank\",\"title\":\"\(escaped(title ?? StatusPhrase.of(status)))\""
        json += ",\"status\":\(status)"
        if let detail { json += ",\"detail\":\"\(escaped(detail))\"" }
        json += "}\n"
        return .block(ByteBlock(json), contentType: "application/problem+json", status: status)
    }

    /// `text` with what JSON strings may not hold (RFC 8259 §7) written as escapes.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
