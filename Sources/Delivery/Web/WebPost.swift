internal import Curl
internal import DatacapCore

/// One POST of JSON, and what its answer means for the notice.
struct WebPost: Sendable {
    private static let timeout: Duration = .seconds(30)
    private static let longestWait: Duration = .seconds(86_400)
    private static let longestExcerpt_bytes = 200

    /// Where it goes.
    var url: String
    /// The body, in JSON.
    var body: [UInt8]
    /// The notice's id, for receivers that drop what they have seen.
    var id: String?

    /// Sends it, on a thread aside.
    ///
    /// What may go better later is tried again: no answer, 408, 429 and 5xx, not before `Retry-After` has passed.
    /// Everything else, redirects included, is an answer for good.
    func outcome() async -> DeliveryOutcome {
        await AsideThread.run(orIfCancelled: .interrupted) { send() }
    }

    private func send() -> DeliveryOutcome {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            return .final(reason: "\"\(url.cleanLine)\" is no http or https address")
        }
        // No redirects, and no proxy that happens to stand in the environment: the body is meant for this URL.
        let connection = ConnectionOptions(userAgent: "datacap/\(DatacapVersion.current)", proxy: "")
        var request = HTTPRequest(.post(body: body), url: url, connection: connection, timeout: Self.timeout)
        request.headers = [HTTPRequest.Field("Content-Type", "application/json")]
        if let id { request.headers.append(HTTPRequest.Field("Idempotency-Key", id)) }
        request.cutsLongBody = true
        do throws(CurlError) {
            let answer = try request.send()
            return Self.meaning(of: answer)
        } catch {
            return Self.meaning(of: error)
        }
    }

    private static func meaning(of answer: HTTPResponse) -> DeliveryOutcome {
        // A character cut in two at the excerpt's end is dropped by the cut, not shown as garbage.
        let text = String(decoding: answer.body.prefix(4 * longestExcerpt_bytes), as: UTF8.self)
        let excerpt = text.cleanLine.cut(to: longestExcerpt_bytes)
        let reason = excerpt.isEmpty ? "HTTP \(answer.status)" : "HTTP \(answer.status): \(excerpt)"
        switch answer.status {
        case 200..<300: return .delivered(detail: reason)
        case 408, 429, 500..<600: return .retry(reason: reason, after: answer.retryAfter.map { min($0, longestWait) })
        default: return .final(reason: reason)
        }
    }

    private static func meaning(of error: CurlError) -> DeliveryOutcome {
        switch error {
        case .request(let failure) where failure.kind == .stall || failure.kind == .body:
            .uncertain(reason: error.description.cleanLine)
        case .request, .unavailable, .system, .multi: .retry(reason: error.description.cleanLine, after: nil)
        case .bodyTooLong, .option, .header, .mailSyntax, .mail: .final(reason: error.description.cleanLine)
        }
    }
}
