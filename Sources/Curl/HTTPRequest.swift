/// One small HTTP request; ``send()`` carries it out.
package struct HTTPRequest: Hashable, Sendable {
    /// What is asked.
    package enum Method: Hashable, Sendable {
        /// The document is asked for; redirects are followed, three at most, unless that is forbidden.
        case get
        /// A body is handed in; redirects are not followed, as the body was meant for this URL.
        case post(body: [UInt8])
    }

    /// A header field.
    package struct Field: Hashable, Sendable {
        /// The field's name.
        package var name: String
        /// The field's value.
        package var value: String

        /// Makes a field.
        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// What is asked.
    package var method: Method
    /// Where it goes: an `http` or `https` URL.
    package var url: String
    /// Header fields beside those that libcurl sends by itself.
    package var headers: [Field]
    /// How connections are made.
    package var connection: ConnectionOptions
    /// How long everything may take together.
    package var timeout: Duration
    /// The longest body that is taken, in bytes.
    package var longestBody: Int
    /// Whether of a longer one the first bytes are taken, with the status, and the transfer ends there; else it fails.
    package var cutsLongBody = false

    /// Whether redirects are followed; a POST's never are.
    package var followsRedirects = true

    /// Makes a request.
    package init(
        _ method: Method = .get,
        url: String,
        headers: [Field] = [],
        connection: ConnectionOptions,
        timeout: Duration = .seconds(10),
        longestBody: Int = 65_536
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.connection = connection
        self.timeout = timeout
        self.longestBody = longestBody
    }
}

/// What a server answered, whatever its status.
package struct HTTPResponse: Hashable, Sendable {
    /// The status of the final answer.
    package var status: Int
    /// Its `Content-Type`, if it has one.
    package var contentType: String?
    /// What it asked for with `Retry-After` (RFC 9110 §10.2.3), if it did.
    package var retryAfter: Duration?
    /// Its body.
    package var body: [UInt8]
}
