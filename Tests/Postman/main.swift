// Carries what its input says, one JSON object a line, and prints what became of each, one JSON object a line.
internal import Curl
internal import DatacapCore
internal import Delivery
internal import Glibc

while let line = readLine() {
    let answer: [UInt8]
    do throws(JSONError) {
        let order = try JSONReader.read(line.utf8)
        answer = if let transaction = order["transaction"] { hand(transaction) } else { await carry(order) }
    } catch {
        answer = JSONWriter.object { $0.member("error", "\(error)") }
    }
    let bytes = answer + [UInt8(ascii: "\n")]
    write(STDOUT_FILENO, bytes, bytes.count)
}

/// Carries a notice as the daemon does.
func carry(_ order: JSONNode) async -> [UInt8] {
    let courier = Courier(
        mail: order["smtp"].map { MailSettings(node: $0) },
        folder: order["folder"]?.string ?? "/",
        host: order["host"]?.string ?? "probe.example.org"
    )
    let notice = order["notice"].map { Notice(node: $0) } ?? Notice(node: order)
    let receiver = Receiver(name: "test", way: Receiver.Way(node: order))
    let payload = Array((order["payload"]?.string ?? "{}").utf8)
    let outcome = await courier.deliver(notice, to: receiver, payload: payload)
    return JSONWriter.object { writer in
        outcome.write(to: &writer)
        guard let from = courier.mail.flatMap({ MailAddress($0.from) }), case .email(let addresses) = receiver.way,
            let to = addresses.first.flatMap({ MailAddress($0) })
        else { return }
        let message = MailMessage(notice, from: from, to: to, host: courier.host)
        writer.member("message", String(decoding: message.bytes, as: UTF8.self))
    }
}

/// Hands a message to a mail server as it is.
func hand(_ order: JSONNode) -> [UInt8] {
    func text(_ name: String) -> String { order[name]?.string ?? "" }
    let transaction = MailTransaction(
        server: text("server"),
        security: .none,
        clientName: order["client"]?.string ?? "probe.example.org",
        sender: text("sender"),
        recipient: text("recipient"),
        message: Array(text("message").utf8)
    )
    return JSONWriter.object { writer in
        do throws(CurlError) {
            let reply = try transaction.send()
            writer.member("outcome", "delivered")
            writer.member("text", reply)
        } catch {
            writer.member("outcome", "refused")
            writer.member("text", "\(error)")
        }
    }
}

extension DeliveryOutcome {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .delivered(let detail):
            writer.member("outcome", "delivered")
            writer.member("text", detail)
        case .retry(let reason, let after):
            writer.member("outcome", "retry")
            writer.member("text", reason)
            writer.member("after_seconds", after?.seconds, places: 3)
        case .uncertain(let reason):
            writer.member("outcome", "uncertain")
            writer.member("text", reason)
        case .final(let reason):
            writer.member("outcome", "final")
            writer.member("text", reason)
        }
    }
}

extension MailSettings {
    init(node: JSONNode) {
        self.init(
            url: node["url"]?.string ?? "",
            tls: node["tls"]?.string.flatMap { TLS(rawValue: $0) } ?? .none,
            username: node["username"]?.string,
            passwordFile: node["password_file"]?.string,
            from: node["from"]?.string ?? ""
        )
    }
}

extension Receiver.Way {
    init(node: JSONNode) {
        func texts(_ node: JSONNode) -> [String] { node.array?.compactMap(\.string) ?? [] }
        if let addresses = node["email"] {
            self = .email(to: texts(addresses))
        } else if let urls = node["alertmanager"] {
            self = .alertmanager(urls: texts(urls))
        } else if let argv = node["exec"] {
            let timeout = Duration.milliseconds(Int64((node["timeout_seconds"]?.double ?? 10) * 1_000))
            self = .exec(Receiver.Hook(argv: texts(argv), timeout: timeout))
        } else {
            self = .webhook(url: node["webhook"]?.string ?? "")
        }
    }
}

extension Notice {
    init(node: JSONNode) {
        func text(_ name: String, _ usual: String) -> String { node[name]?.string ?? usual }
        func fields(_ name: String) -> [Field] {
            guard case .object(let members)? = node[name]?.value else { return [] }
            return members.map { Field($0.name, $0.node.string ?? "") }
        }
        let start = Timestamp(milliseconds: 1_795_384_800_000)
        let status = Status(rawValue: text("status", "firing")) ?? .firing
        self.init(
            id: text("id", "a1b2-1"),
            incident: text("incident", "a1b2"),
            number: node["number"]?.int.map { Int($0) } ?? 1,
            receiver: "test",
            alert: text("alert", "throttled"),
            status: status,
            time: start + .seconds(60),
            startsAt: start,
            endsAt: status == .resolved ? start + .seconds(3_725) : nil,
            labels: fields("labels"),
            annotations: fields("annotations"),
            fingerprint: "0123456789abcdef",
            generatorURL: text("url", "http://127.0.0.1:8000/"),
            isTest: node["test"]?.bool ?? false
        )
    }
}
