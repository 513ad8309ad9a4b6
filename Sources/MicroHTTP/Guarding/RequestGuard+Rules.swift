extension RequestGuard {
    /// Rule 2: what a browser says of the page behind the request.
    func originRejection(of head: RequestHead, host: String, isSecure: Bool) -> Rejection? {
        let isOwnPage = head.fetchSite.map { $0 == "same-origin" || $0 == "none" } ?? true
        guard head.isUnsafe || head.isWebSocket else {
            guard isOwnPage || head.fetchMode == "navigate" else {
                return Self.foreign("A page of another origin can not read from this server.")
            }
            return nil
        }
        guard isOwnPage else { return Self.foreign("Sec-Fetch-Site says that a page of another site asks.") }
        guard let origin = head.origins.first else { return nil }
        guard head.origins.count == 1, isOwn(origin, host: host, isSecure: isSecure) else {
            return Self.foreign("Origin is not the address of this server.")
        }
        return nil
    }

    /// Rule 3: the token.
    func tokenRejection(of head: RequestHead) -> Rejection? {
        guard let token else { return nil }
        if let shown = Self.credential(in: head.authorization), Self.isEqual(shown, token) { return nil }
        return Rejection(
            status: 401,
            reason: .authentication,
            title: "Unauthorized",
            detail: "Send the token as a bearer token, or as the password of HTTP basic authentication."
        )
    }

    /// Rule 4: the type of the body.
    func bodyRejection(of head: RequestHead) -> Rejection? {
        guard head.isUnsafe, head.hasBody else { return nil }
        let type = head.contentType?.split(separator: ";", omittingEmptySubsequences: false).first
        if let type, HeaderText.equal(HeaderText.trimmed(type), "application/json") { return nil }
        return Rejection(
            status: 415,
            reason: .contentType,
            title: "Unsupported Media Type",
            detail: "A body must be of type application/json."
        )
    }

    private static func foreign(_ detail: String) -> Rejection {
        Rejection(status: 403, reason: .origin, title: "Forbidden", detail: detail)
    }

    private func isOwn(_ origin: String, host: String, isSecure: Bool) -> Bool {
        if HeaderText.equal(origin, (isSecure ? "https://" : "http://") + host) { return true }
        // A proxy in front may speak TLS for us; it must be listed, and it passes its own name on as Host.
        guard let authority = HostAuthority(header: host), configured.contains(authority) else { return false }
        return HeaderText.equal(origin, "https://" + host)
    }

    /// The bearer token, or the password of basic authentication, in an Authorization header.
    private static func credential(in authorization: String?) -> [UInt8]? {
        guard let authorization, let space = authorization.firstIndex(of: " ") else { return nil }
        let value = HeaderText.trimmed(authorization[space...])
        if HeaderText.equal(authorization[..<space], "bearer") { return Array(value.utf8) }
        guard HeaderText.equal(authorization[..<space], "basic"), let pair = Digest.base64Decoded(value),
            let colon = pair.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return Array(pair[(colon + 1)...])
    }

    /// Compares in a time that tells nothing of where the two differ, only of how long `shown` is.
    private static func isEqual(_ shown: [UInt8], _ token: [UInt8]) -> Bool {
        guard !token.isEmpty else { return false }
        var difference = shown.count ^ token.count
        for (index, byte) in shown.enumerated() { difference |= Int(byte ^ token[index % token.count]) }
        return difference == 0
    }
}

extension RequestHead {
    /// Whether the method may change something.
    fileprivate var isUnsafe: Bool { method != "GET" && method != "HEAD" && method != "OPTIONS" }
}
