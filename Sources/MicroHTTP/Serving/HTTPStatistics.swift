/// What a server has done since it started.
package struct HTTPStatistics: Hashable, Sendable {
    /// What requests are counted by.
    package struct Request: Hashable, Sendable {
        /// The route's pattern, or `other` for a path that no route has.
        package let handler: String
        /// The method in lower case, or `other` for one that isn't in RFC 9110.
        package let method: String
        /// The status code of the answer.
        package let code: Int

        /// Creates a key.
        package init(handler: String, method: String, code: Int) {
            self.handler = handler
            self.method = method
            self.code = code
        }
    }

    /// The number of requests that were answered.
    ///
    /// What libmicrohttpd refuses by itself (a header block over its memory, a broken request line) isn't seen here.
    package var requests: [Request: Int] = [:]
    /// The number of requests that were turned away before their handler; each is also in ``requests``.
    package var rejections: [RejectionReason: Int] = [:]
    /// The number of connections that are open now, WebSockets left out.
    package var connections = 0

    /// Creates the statistics of a server that has done nothing yet.
    package init() {}
}
