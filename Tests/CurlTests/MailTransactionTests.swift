internal import Curl
internal import TestSupport
import Testing

/// What needs no mail server; the rest is tried on real ones, end to end.
@Suite struct MailTransactionTests {
    private func transaction(server: String = "127.0.0.1:1") -> MailTransaction {
        MailTransaction(
            server: server,
            security: .none,
            clientName: "probe.example.org",
            sender: "a@example.org",
            recipient: "b@example.org",
            message: Array("From: <a@example.org>\r\n\r\ntext\r\n".utf8)
        )
    }

    private func failure(of transaction: MailTransaction) async throws -> MailFailure {
        do {
            _ = try await onThread { try transaction.send() }
        } catch CurlError.mail(let failure) {
            return failure
        }
        throw Undecided()
    }

    private struct Undecided: Error {}

    @Test(.timeLimit(.minutes(5)), arguments: [MailTransaction.Security.none, .startTLS, .implicitTLS])
    func `a silent server is given up`(security: MailTransaction.Security) async throws {
        let server = SilentServer()
        var silent = transaction(server: server.address)
        silent.security = security
        silent.connectTimeout = .seconds(1)
        silent.replyTimeout = .seconds(1)
        silent.timeout = .seconds(600)
        #expect(try await failure(of: silent).kind == .connection)
        silent.connectTimeout = .seconds(600)
        silent.replyTimeout = .seconds(600)
        silent.timeout = .milliseconds(300)
        #expect(try await failure(of: silent).kind == .connection)
    }

    @Test(arguments: ["", " ", "a b", "a\r\nb", "a/b", "a?b", "a#b", "user@a", "a\u{0}", "a%0d"])
    func `no server's name reaches further than the host`(server: String) async throws {
        let odd = transaction(server: server)
        await #expect(throws: CurlError.mailSyntax("the mail server must be host or host:port")) {
            try await onThread { try odd.send() }
        }
    }

    @Test(arguments: ["", "a b", "a\r\nRSET", "a/b", "ä", "a\u{0}"])
    func `no client's name is a command`(name: String) async throws {
        var odd = transaction()
        odd.clientName = name
        let odder = odd
        await #expect(throws: CurlError.mailSyntax("the name for EHLO may hold letters, digits, . and - only")) {
            try await onThread { try odder.send() }
        }
    }

    @Test(arguments: ["a\r\nQUIT", "a\u{0}b"])
    func `no login holds a control character`(text: String) async throws {
        var odd = transaction()
        for login in [MailTransaction.Login(user: text, password: "p"), .init(user: "u", password: text)] {
            odd.login = login
            let odder = odd
            await #expect(throws: CurlError.mailSyntax("the user name or the password holds a control character")) {
                try await onThread { try odder.send() }
            }
        }
    }
}
