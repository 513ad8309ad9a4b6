/// One mail to one recipient over SMTP (RFC 5321); ``send()`` carries it out.
///
/// A recipient has a transaction of its own, so that one who is refused doesn't keep the mail from the others.
package struct MailTransaction: Hashable, Sendable {
    /// How the connection is kept secret.
    package enum Security: Hashable, Sendable {
        /// It begins in the clear and must turn to TLS (RFC 3207), before anything is told; else nothing is sent.
        case startTLS
        /// It begins with TLS (RFC 8314 §3.3).
        case implicitTLS
        /// It isn't.
        case none
    }

    /// Who logs in.
    package struct Login: Hashable, Sendable {
        /// The user's name.
        package var user: String
        /// The user's password.
        package var password: String

        /// Makes a login.
        package init(user: String, password: String) { (self.user, self.password) = (user, password) }
    }

    /// The server, as `host` or `host:port`; without a port 25, or 465 for implicit TLS.
    package var server: String
    /// How the connection is kept secret.
    package var security: Security
    /// Who logs in, with whatever method the server offers; `nil` without login.
    package var login: Login?
    /// What this machine calls itself in `EHLO`: letters, digits, `.`, `-`.
    package var clientName: String
    /// The sender's address, without `<>`.
    package var sender: String
    /// The recipient's address, without `<>`.
    package var recipient: String
    /// The message (RFC 5322), whose lines all end in CRLF.
    package var message: [UInt8]
    /// How long resolving, connecting and the TLS handshake may take together.
    package var connectTimeout: Duration = .seconds(10)
    /// How long one reply of the server may take.
    package var replyTimeout: Duration = .seconds(60)
    /// How long everything may take together.
    package var timeout: Duration = .seconds(120)

    /// Makes a transaction.
    package init(
        server: String,
        security: Security,
        login: Login? = nil,
        clientName: String,
        sender: String,
        recipient: String,
        message: [UInt8]
    ) {
        self.server = server
        self.security = security
        self.login = login
        self.clientName = clientName
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }
}
