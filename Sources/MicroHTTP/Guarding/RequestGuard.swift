/// Decides which requests a server that listens for one user may answer at all.
///
/// Web pages anywhere can make a browser send requests to a server on the same machine, and by DNS
/// rebinding can even pose as its own page. The rules, in this order; the first that fails answers:
///
/// 1. Host: exactly one, well formed (400), and naming this server (421). Rebinding needs a name, so
///    names must be listed; `localhost`, `127.0.0.1`, `[::1]` and the listen address always are.
/// 2. For every method but GET, HEAD and OPTIONS, and for WebSockets: Sec-Fetch-Site, if sent, is
///    `same-origin` or `none`, and Origin, if sent, is this very server (403). For the others:
///    Sec-Fetch-Site is one of those, or the page is navigating here (403).
/// 3. With a token configured: `Authorization` holds it, as a bearer token (RFC 6750) or as the
///    password of any user (RFC 7617) (401).
/// 4. A body, outside GET, HEAD and OPTIONS, is `application/json` (415): what forms can't send.
///
/// Clients that aren't browsers send neither Origin nor Sec-Fetch-Site and pass rule 2. `X-Forwarded-*`
/// is never looked at.
package struct RequestGuard: Sendable {
    /// An answer in place of the handler's.
    package struct Rejection: Hashable, Sendable {
        /// The status code.
        package let status: Int
        /// The reason, for statistics.
        package let reason: RejectionReason
        /// A short name of the fault.
        package let title: String
        /// What was wrong, and where it helps how to put it right.
        package let detail: String
    }

    private let allowed: Set<HostAuthority>
    let configured: Set<HostAuthority>
    private let acceptsAnyAddress: Bool
    let token: [UInt8]?
    /// The protection space that 401 names (RFC 9110 §11.5).
    package let realm: String

    /// Creates a guard for a server that listens on `listenAddress`.
    ///
    /// On a wildcard address every IP literal is accepted as Host: an address can't be rebound.
    /// - Parameters:
    ///   - listenAddress: the address or name the server binds to.
    ///   - allowedHosts: further names or addresses it is reached by, without ports.
    ///   - token: what a client must show, or nil for none.
    ///   - realm: the protection space that 401 names.
    package init(listenAddress: String, allowedHosts: [String] = [], token: String? = nil, realm: String = "datacap") {
        let listen = HostAuthority(name: listenAddress)
        configured = Set(allowedHosts.compactMap(HostAuthority.init(name:)))
        let loopback = ["localhost", "127.0.0.1", "::1"].compactMap(HostAuthority.init(name:))
        allowed = configured.union(loopback).union([listen].compactMap(\.self))
        acceptsAnyAddress = listen?.isWildcard ?? false
        self.token = token.map { Array($0.utf8) }
        self.realm = realm
    }

    /// The rejection of a request with this head, or nil if it may pass.
    ///
    /// `isSecure` tells whether it came over TLS, which decides the scheme its Origin must have.
    package func rejection(of head: RequestHead, isSecure: Bool) -> Rejection? {
        let host: String
        switch self.host(of: head) {
        case .success(let found): host = found
        case .failure(let rejection): return rejection.rejection
        }
        return originRejection(of: head, host: host, isSecure: isSecure) ?? tokenRejection(of: head)
            ?? bodyRejection(of: head)
    }

    private struct HostFault: Error { let rejection: Rejection }

    private func host(of head: RequestHead) -> Result<String, HostFault> {
        func fault(_ status: Int, _ title: String, _ detail: String) -> Result<String, HostFault> {
            .failure(HostFault(rejection: Rejection(status: status, reason: .host, title: title, detail: detail)))
        }
        guard let host = head.hosts.first, head.hosts.count == 1, let authority = HostAuthority(header: host) else {
            return fault(400, "Bad Request", "One Host header with a host and perhaps a port is needed.")
        }
        if allowed.contains(authority) { return .success(host) }
        if case .address = authority, acceptsAnyAddress { return .success(host) }
        return fault(
            421,
            "Misdirected Request",
            "This server does not go by the name \"\(host)\". "
                + "If it should, add the name to allowed_hosts in config.json."
        )
    }
}
