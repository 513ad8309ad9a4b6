/// Where notices go: a name that rules use, and a way.
package struct Receiver: Hashable, Sendable {
    /// How a notice gets there.
    package enum Way: Hashable, Sendable {
        /// A program is run; see ``Hook``.
        case exec(Hook)
        /// Each of these addresses gets a mail of its own.
        case email(to: [String])
        /// These Alertmanagers (their base addresses) are told, all of them.
        case alertmanager(urls: [String])
        /// This address is posted to, in the shape of Alertmanager's webhook, version 4.
        case webhook(url: String)
    }

    /// A program that is told of a notice.
    package struct Hook: Hashable, Sendable {
        /// The program, by its path, and its arguments; never a shell's line.
        package var argv: [String]
        /// How long it may run.
        package var timeout: Duration

        /// Makes a hook.
        package init(argv: [String], timeout: Duration) {
            self.argv = argv
            self.timeout = timeout
        }
    }

    /// What rules call it.
    package var name: String
    /// How a notice gets there.
    package var way: Way

    /// Makes a receiver.
    package init(name: String, way: Way) {
        self.name = name
        self.way = way
    }
}

/// How mail is sent: `smtp` of config.json.
package struct MailSettings: Hashable, Sendable {
    /// How the connection is kept secret.
    package enum TLS: String, CaseIterable, Hashable, Sendable {
        /// It begins in the clear and must turn to TLS (RFC 3207).
        case starttls
        /// It begins with TLS (RFC 8314).
        case implicit
        /// It isn't: for a server on the same machine.
        case none
    }

    /// The server: `smtp://host:port` or `smtps://host:port`.
    package var url: String
    /// How the connection is kept secret; the URL's scheme doesn't decide.
    package var tls: TLS
    /// Who logs in; `nil` without login.
    package var username: String?
    /// The file whose first line is the password.
    package var passwordFile: String?
    /// The sender's address.
    package var from: String

    /// Makes settings.
    package init(url: String, tls: TLS, username: String? = nil, passwordFile: String? = nil, from: String) {
        self.url = url
        self.tls = tls
        self.username = username
        self.passwordFile = passwordFile
        self.from = from
    }
}
