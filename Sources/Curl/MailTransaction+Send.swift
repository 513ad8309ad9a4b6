internal import CCurl

extension MailTransaction {
    /// Hands the message to the server and waits for its word, on the caller's thread.
    ///
    /// - Returns: The server's last reply to the message, such as `250 2.0.0 Ok: queued as 1F2E`.
    /// - Throws: ``CurlError/mail(_:)`` when the server hasn't accepted the message, ``CurlError/mailSyntax(_:)`` when
    ///   it can't be told what is asked.
    package func send() throws(CurlError) -> String {
        try check()
        let easy = try EasyHandle()
        try apply(to: easy)
        let recipients = try RecipientList(recipient)
        try easy.set(CURLOPT_MAIL_RCPT, pointer: recipients.first)
        var dialogue = MailDialogue(message: message)
        try withUnsafeMutablePointer(to: &dialogue) { dialogue throws(CurlError) in
            try easy.setRead(MailDialogue.read, context: dialogue)
            try easy.setHeader(MailDialogue.hear, context: dialogue)
            let code = curl_easy_perform(easy.pointer)
            guard code == CURLE_OK else {
                throw .mail(MailFailure(code, reply: dialogue.pointee.lastReply, easy: easy))
            }
        }
        withExtendedLifetime(recipients) {}
        return dialogue.lastReply
    }

    private func apply(to easy: borrowing EasyHandle) throws(CurlError) {
        try easy.set(CURLOPT_NOSIGNAL, 1)
        try easy.set(CURLOPT_QUICK_EXIT, 1)
        try easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // libcurl takes the name for EHLO from the path.
        try easy.set(CURLOPT_URL, "\(security == .implicitTLS ? "smtps" : "smtp")://\(server)/\(clientName)")
        // Never CURLUSESSL_TRY: it falls back to plain text, password and all.
        try easy.set(CURLOPT_USE_SSL, Int((security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        try Certificates.verify(on: easy)
        // Mail goes the same way whatever proxies the environment names.
        try easy.set(CURLOPT_PROXY, "")
        if let login {
            try easy.set(CURLOPT_USERNAME, login.user)
            try easy.set(CURLOPT_PASSWORD, login.password)
        }
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeout.wholeMilliseconds)
        try easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(replyTimeout.components.seconds))
        try easy.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        try easy.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        try easy.set(CURLOPT_UPLOAD, 1)
        try easy.set(CURLOPT_INFILESIZE_LARGE, offset: Int64(message.count))
    }

    /// Refuses whatever would become a command, a parameter or an end of its own: libcurl passes it through.
    private func check() throws(CurlError) {
        for address in [sender, recipient] {
            guard !address.isEmpty, !address.utf8.contains(where: { $0 <= 32 || $0 == 127 || $0 == 60 || $0 == 62 })
            else { throw .mailSyntax("an address holds a space, a control character, < or >") }
        }
        guard !clientName.isEmpty, clientName.utf8.allSatisfy(\.isHostByte) else {
            throw .mailSyntax("the name for EHLO may hold letters, digits, . and - only")
        }
        // Brackets for IPv6; other bytes than ASCII for names that libcurl turns to punycode.
        let isServer = { (byte: UInt8) in byte.isHostByte || byte == 58 || byte == 91 || byte == 93 || byte > 127 }
        guard !server.isEmpty, server.utf8.allSatisfy(isServer) else {
            throw .mailSyntax("the mail server must be host or host:port")
        }
        if let login, "\(login.user)\(login.password)".utf8.contains(where: { $0 < 32 || $0 == 127 }) {
            throw .mailSyntax("the user name or the password holds a control character")
        }
        // libcurl doubles a line's leading dot after CRLF only: after a bare LF it would end the mail for some servers.
        var previous: UInt8 = 0
        for byte in message {
            guard byte != 0, (byte == 10) == (previous == 13) else {
                throw .mailSyntax("a line of the message doesn't end in CRLF, or it holds NUL")
            }
            previous = byte
        }
        guard previous == 10 else { throw .mailSyntax("the message doesn't end in CRLF") }
    }
}

extension UInt8 {
    /// Whether it may stand in a host's name: a letter, a digit, `.`, `-` or, as some names have it, `_`.
    fileprivate var isHostByte: Bool {
        switch self {
        case 48...57, 65...90, 97...122, 45, 46, 95: true
        default: false
        }
    }
}

/// What is said to a server, and what it said last.
private struct MailDialogue {
    private static let longestReply_bytes = 1_024

    private let message: [UInt8]
    private var sent = 0
    private var reply: [UInt8] = []

    init(message: [UInt8]) { self.message = message }

    /// The last line of the server, without its end.
    var lastReply: String { String(decoding: reply.prefix { $0 != 13 && $0 != 10 }, as: UTF8.self) }

    static let read: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        bytes,
        size,
        count,
        context in
        guard let bytes, let dialogue = context?.assumingMemoryBound(to: MailDialogue.self) else {
            return Int(CURL_READFUNC_ABORT)
        }
        let start = dialogue.pointee.sent
        let length = min(size * count, dialogue.pointee.message.count - start)
        dialogue.pointee.message.withUnsafeBytes { message in
            UnsafeMutableRawBufferPointer(start: bytes, count: length)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: message[start..<start + length]))
        }
        dialogue.pointee.sent += length
        return length
    }

    static let hear: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        bytes,
        size,
        count,
        context in
        guard let bytes, let dialogue = context?.assumingMemoryBound(to: MailDialogue.self) else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        // 221 answers the QUIT that libcurl ends a refused mail with: the refusal is what matters.
        if !line.starts(with: "221".utf8) { dialogue.pointee.reply = Array(line.prefix(longestReply_bytes)) }
        return size * count
    }
}

/// One recipient as libcurl's list.
private struct RecipientList: ~Copyable {
    let first: UnsafeMutablePointer<curl_slist>

    init(_ recipient: String) throws(CurlError) {
        guard let list = curl_slist_append(nil, "<\(recipient)>") else {
            throw .unavailable("no memory for a recipient")
        }
        first = list
    }

    deinit { curl_slist_free_all(first) }
}
