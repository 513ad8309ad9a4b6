/// One thing the server does: a method, a path or pattern of paths, and what answers it.
package struct HTTPRoute: Sendable {
    /// Answers a request, on a thread of libmicrohttpd's; it may block briefly but can't suspend.
    package typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

    /// The method, in capitals; a route for GET answers HEAD too.
    package let method: String
    /// The path, with `{name}` for a segment that may be anything but empty.
    package let pattern: String
    /// What answers.
    package let handler: Handler

    /// Creates a route such as `HTTPRoute("POST", "/api/alerts/{alert}/silence") { request in … }`.
    package init(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }
}
