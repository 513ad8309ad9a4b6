/// Why libcurl would not do what it was asked.
package enum CurlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// libcurl could not make a handle: there is no memory, or its set-up failed.
    case unavailable(String)
    /// libcurl refused an option, which means a mistake in the program or a libcurl that lacks it.
    case option(String, reason: String)
    /// A multi handle failed, which means a mistake in the program or no memory.
    case multi(call: String, reason: String)
    /// The kernel refused a call.
    case system(call: String, errno: Int32)
    /// A request got no answer.
    case request(DownloadFailure)
    /// An answer's body was longer than the request allows.
    case bodyTooLong(limit_bytes: Int)
    /// A request has a header that would break the request's framing (RFC 9110 §5.5).
    case header(String)
    /// A mail can't be put into SMTP commands: an address, a name or the message would break their framing.
    case mailSyntax(String)
    /// A mail wasn't accepted.
    case mail(MailFailure)

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .unavailable(let what): "libcurl is unavailable: \(what)"
        case .option(let name, let reason): "libcurl refused \(name): \(reason)"
        case .multi(let call, let reason): "\(call) failed: \(reason)"
        case .system(let call, let errno): "\(call) failed: errno \(errno)"
        case .request(let failure): "no answer: \(failure.detail)"
        case .bodyTooLong(let limit): "the answer is longer than \(limit) bytes"
        case .header(let name): "the header \"\(name)\" holds a control character"
        case .mailSyntax(let what): what
        case .mail(let failure): failure.description
        }
    }
}
