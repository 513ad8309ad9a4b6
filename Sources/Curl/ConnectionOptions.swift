internal import CCurl

/// How connections are made, alike for downloads and requests.
///
/// Certificates are verified, always; see ``Certificates``.
package struct ConnectionOptions: Hashable, Sendable {
    /// Which IP family is used.
    package enum IPVersion: Sendable {
        case any, v4, v6
    }

    /// What the program calls itself (`CURLOPT_USERAGENT`).
    package var userAgent: String
    /// Which IP family is used.
    package var ipVersion: IPVersion
    /// The network interface, source address or host name to send from (`CURLOPT_INTERFACE`).
    package var interface: String?
    /// The proxy (`CURLOPT_PROXY`); without it libcurl asks the environment, and `""` means none.
    package var proxy: String?
    /// How long resolving, connecting and the TLS handshake may take together.
    package var connectTimeout: Duration

    /// Makes options.
    package init(
        userAgent: String,
        ipVersion: IPVersion = .any,
        interface: String? = nil,
        proxy: String? = nil,
        connectTimeout: Duration = .seconds(10)
    ) {
        self.userAgent = userAgent
        self.ipVersion = ipVersion
        self.interface = interface
        self.proxy = proxy
        self.connectTimeout = connectTimeout
    }

    func apply(to easy: borrowing EasyHandle, redirects: Int) throws(CurlError) {
        try easy.set(CURLOPT_NOSIGNAL, 1)
        // The end of a transfer doesn't wait for its resolver's thread, which a dead name server holds up for long.
        try easy.set(CURLOPT_QUICK_EXIT, 1)
        try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        try easy.set(CURLOPT_FOLLOWLOCATION, redirects > 0 ? 1 : 0)
        try easy.set(CURLOPT_MAXREDIRS, redirects)
        // N streams are to be N TCP connections, which HTTP/2 would fold into one.
        try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try Certificates.verify(on: easy)
        try easy.set(CURLOPT_USERAGENT, userAgent)
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeout.wholeMilliseconds)
        let resolve =
            switch ipVersion {
            case .any: CURL_IPRESOLVE_WHATEVER
            case .v4: CURL_IPRESOLVE_V4
            case .v6: CURL_IPRESOLVE_V6
            }
        try easy.set(CURLOPT_IPRESOLVE, Int(resolve))
        if let interface { try easy.set(CURLOPT_INTERFACE, interface) }
        if let proxy { try easy.set(CURLOPT_PROXY, proxy) }
    }
}
