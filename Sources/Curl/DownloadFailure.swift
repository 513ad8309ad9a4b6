internal import CCurl

/// Why a transfer failed, as far as libcurl can tell.
package struct DownloadFailure: Hashable, Sendable {
    /// What kind of failure it was.
    package enum Kind: Sendable {
        /// The host's or the proxy's name has no address.
        case resolve
        /// No connection came about in time, TLS included, or the URL can't be used at all.
        case connect
        /// The TLS handshake failed or the certificate doesn't hold.
        case tls
        /// The connection stood and nothing came.
        case stall
        /// The server answered with an error status, or redirected too often or to where it mustn't.
        case status
        /// The answer broke off or was empty.
        case body
    }

    /// What kind of failure it was.
    package var kind: Kind
    /// What happened, in libcurl's words.
    package var detail: String

    /// Names a failure.
    package init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }

    init(_ code: CURLcode, message: String, easy: borrowing EasyHandle) {
        kind =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY, CURLE_URL_MALFORMAT: .connect
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
                CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_INITFAILED:
                .tls
            // A proxy that refuses the tunnel.
            case _ where easy.long(CURLINFO_HTTP_CONNECTCODE) >= 300: .connect
            case CURLE_HTTP_RETURNED_ERROR, CURLE_TOO_MANY_REDIRECTS: .status
            case CURLE_UNSUPPORTED_PROTOCOL: easy.long(CURLINFO_RESPONSE_CODE) > 0 ? .status : .connect
            case CURLE_OPERATION_TIMEDOUT: Self.phaseTimedOut(easy)
            default: .body
            }
        detail = message.isEmpty ? CurlLibrary.reason(code) : message
    }

    private static func phaseTimedOut(_ easy: borrowing EasyHandle) -> Kind {
        if easy.offset(CURLINFO_PRETRANSFER_TIME_T) > 0 { return .stall }
        return easy.offset(CURLINFO_NAMELOOKUP_TIME_T) > 0 ? .connect : .resolve
    }
}
