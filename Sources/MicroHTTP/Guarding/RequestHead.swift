/// The parts of a request that ``RequestGuard`` judges.
package struct RequestHead: Sendable {
    /// The method.
    package var method: String
    /// The values of all Host header fields.
    package var hosts: [String]
    /// The values of all Origin header fields.
    package var origins: [String]
    /// The value of Sec-Fetch-Site, or nil.
    package var fetchSite: String?
    /// The value of Sec-Fetch-Mode, or nil.
    package var fetchMode: String?
    /// The value of Content-Type, or nil.
    package var contentType: String?
    /// The value of Authorization, or nil.
    package var authorization: String?
    /// Whether the request asks to become a WebSocket.
    package var isWebSocket: Bool
    /// Whether a body follows.
    package var hasBody: Bool

    /// Creates a head of its parts.
    package init(
        method: String = "GET",
        hosts: [String],
        origins: [String] = [],
        fetchSite: String? = nil,
        fetchMode: String? = nil,
        contentType: String? = nil,
        authorization: String? = nil,
        isWebSocket: Bool = false,
        hasBody: Bool = false
    ) {
        self.method = method
        self.hosts = hosts
        self.origins = origins
        self.fetchSite = fetchSite
        self.fetchMode = fetchMode
        self.contentType = contentType
        self.authorization = authorization
        self.isWebSocket = isWebSocket
        self.hasBody = hasBody
    }

    /// Reads the head of a request in one pass over its header fields.
    init(_ request: HTTPRequest, hasBody: Bool) {
        self.init(method: request.method, hosts: [], hasBody: hasBody)
        request.forEachHeader { name, value in
            switch name.utf8.count {
            case 4 where HeaderText.equal(name, "host"): hosts.append(value)
            case 6 where HeaderText.equal(name, "origin"): origins.append(value)
            case 7 where HeaderText.equal(name, "upgrade"):
                isWebSocket = isWebSocket || HeaderText.list([value], names: "websocket")
            case 12 where HeaderText.equal(name, "content-type"): contentType = value
            case 13 where HeaderText.equal(name, "authorization"): authorization = value
            case 14 where HeaderText.equal(name, "sec-fetch-site"): fetchSite = value
            case 14 where HeaderText.equal(name, "sec-fetch-mode"): fetchMode = value
            default: break
            }
        }
    }
}
