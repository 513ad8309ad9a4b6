/// Why a request was turned away before its handler, as a label for statistics.
package enum RejectionReason: String, CaseIterable, Hashable, Sendable {
    /// The Host header is missing, broken or not one of ours.
    case host
    /// A page of another origin asked.
    case origin
    /// The body is of a type that isn't taken.
    case contentType = "content_type"
    /// The token is missing or wrong.
    case authentication = "auth"
    /// The body is too large, or there are too many WebSockets.
    case limit
}
