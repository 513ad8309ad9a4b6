internal import Curl
internal import DatacapCore

/// One attempt to mail a notice to one address, and what the server's answer means for the notice.
struct MailRun: Sendable {
    /// What only somebody at the keyboard can mend is tried again at this interval, until they have.
    static let patience: Duration = .seconds(900)

    /// How mail is sent.
    var settings: MailSettings
    /// This machine's name.
    var host: String
    /// What is told.
    var notice: Notice
    /// Who is told.
    var address: String

    /// Sends it, on the caller's thread.
    ///
    /// No connection, a silent server and a reply of 4yz (greylisting, a full mailbox) are tried again soon; a reply of
    /// 5yz is an answer for good. A wrong password, a certificate that doesn't hold, a server without STARTTLS and a
    /// password file that can't be read are mended by hand: they are tried again every ``patience``.
    func outcome() -> DeliveryOutcome {
        guard let sender = MailAddress(settings.from) else {
            return .final(reason: "smtp.from: \"\(settings.from.cleanLine)\" is no mail address")
        }
        guard let recipient = MailAddress(address) else {
            return .final(reason: "\"\(address.cleanLine)\" is no mail address")
        }
        guard let server = MailServer(settings.url, tls: settings.tls) else {
            return .final(
                // The URL isn't shown: it may be refused for the password that somebody put into it.
                reason: "smtp.url: it must be smtp://host:port or smtps://host:port, without a user or a path"
            )
        }
        let login: MailTransaction.Login?
        do throws(DeliveryError) { login = try self.login() } catch {
            return .retry(reason: "smtp.password_file: \(error)", after: Self.patience)
        }
        let transaction = MailTransaction(
            server: server.authority,
            security: settings.tls.security,
            login: login,
            clientName: clientName,
            sender: "\(sender)",
            recipient: "\(recipient)",
            message: MailMessage(notice, from: sender, to: recipient, host: host).bytes
        )
        do throws(CurlError) { return .delivered(detail: try transaction.send().cleanLine) } catch {
            return Self.meaning(of: error)
        }
    }

    private static func meaning(of error: CurlError) -> DeliveryOutcome {
        let reason = error.description.cleanLine
        guard case .mail(let failure) = error else {
            return if case .mailSyntax = error { .final(reason: reason) } else { .retry(reason: reason, after: nil) }
        }
        return switch failure.kind {
        case .connection where failure.isMessageSent: .uncertain(reason: reason)
        case .connection, .temporary: .retry(reason: reason, after: nil)
        case .tls, .login: .retry(reason: reason, after: patience)
        case .permanent: .final(reason: reason)
        }
    }

    /// What servers are told in `EHLO`; some refuse a name with other characters.
    private var clientName: String {
        let name = host.utf8.filter { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46: true
            default: false
            }
        }
        return name.isEmpty ? "localhost" : String(decoding: name, as: UTF8.self)
    }

    private func login() throws(DeliveryError) -> MailTransaction.Login? {
        guard let user = settings.username else { return nil }
        guard let path = settings.passwordFile else { return MailTransaction.Login(user: user, password: "") }
        let text = try SmallFile.read(path, limit_bytes: 4_096)
        let line = text.prefix { $0 != 10 && $0 != 13 && $0 != 0 }
        return MailTransaction.Login(user: user, password: String(decoding: line, as: UTF8.self))
    }
}

extension MailSettings.TLS {
    fileprivate var security: MailTransaction.Security {
        switch self {
        case .starttls: .startTLS
        case .implicit: .implicitTLS
        case .none: .none
        }
    }
}
