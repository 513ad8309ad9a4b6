internal import CCurl

/// Why a mail server hasn't taken a message.
package struct MailFailure: Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Kind: Sendable {
        /// There was no server to talk to, or it broke off, maybe in the TLS handshake, or was silent for too long.
        case connection
        /// The certificate doesn't hold, or the server offers no STARTTLS.
        case tls
        /// The server doesn't take the user name and password, or wants some.
        case login
        /// The server refuses for now: a reply of 4yz (RFC 5321 §4.2.1).
        case temporary
        /// The server refuses for good: a reply of 5yz.
        case permanent
    }

    /// What kind of failure it was.
    package var kind: Kind
    /// The server's last reply code; 0 if it never replied.
    package var code: Int
    /// What happened, in libcurl's words and the server's.
    package var detail: String
    /// Whether the server may have the message all the same, as it was sent and no reply came.
    package var isMessageSent = false

    /// Names a failure.
    package init(kind: Kind, code: Int, detail: String) {
        self.kind = kind
        self.code = code
        self.detail = detail
    }

    /// What happened, in one line.
    package var description: String { detail }

    init(_ code: CURLcode, reply: String, easy: borrowing EasyHandle) {
        let number = easy.long(CURLINFO_RESPONSE_CODE)
        isMessageSent = easy.offset(CURLINFO_SIZE_UPLOAD_T) > 0
        self.code = number
        kind =
            switch code {
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
                CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
                CURLE_SSL_ENGINE_INITFAILED:
                .tls
            // 454 is a server that can't do TLS now (RFC 3207 §4).
            case CURLE_USE_SSL_FAILED: number / 100 == 4 ? .temporary : .tls
            // 454 is a server that can't ask its own password store now (RFC 4954 §6).
            case CURLE_LOGIN_DENIED: number / 100 == 4 ? .temporary : .login
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
                CURLE_OPERATION_TIMEDOUT, CURLE_URL_MALFORMAT, CURLE_SSL_CONNECT_ERROR:
                .connection
            // “Authentication required”, and “encryption required” for it (RFC 4954 §6).
            case _ where number == 530 || number == 538: .login
            case _ where number / 100 == 4: .temporary
            case _ where number / 100 == 5: .permanent
            default: .connection
            }
        let reason = CurlLibrary.reason(code)
        // Without a refusal the last reply is that of a step that went well.
        detail = number >= 400 && !reply.isEmpty ? reply : reason
        if kind == .login, number >= 400 { detail = "\(reason): \(reply)" }
    }
}
