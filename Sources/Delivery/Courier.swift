package import DatacapCore

/// Carries notices: one notice to one receiver, once, and says what became of it.
///
/// When, whether again and in which order isn't its business. It holds no state: any number of deliveries may go on at
/// a time, and none waits for another.
package struct Courier: Sendable {
    /// How mail is sent; without it mail can't be.
    package var mail: MailSettings?
    /// The state folder, in which hooks run.
    package var folder: String
    /// This machine's name, as mails show it and mail servers are told it.
    package var host: String

    /// Makes a courier.
    package init(mail: MailSettings?, folder: String, host: String) {
        self.mail = mail
        self.folder = folder
        self.host = host
    }

    /// What on this machine would keep a notice from being sent to a receiver now; `nil` if nothing shows.
    package func obstacle(to receiver: Receiver) -> String? {
        do throws(DeliveryError) {
            switch receiver.way {
            case .exec(let hook): _ = try HookProgram(hook.argv.first ?? "")
            case .email:
                if let path = mail?.passwordFile { _ = try SmallFile.read(path, limit_bytes: 1) }
            case .alertmanager, .webhook: break
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Delivers a notice; returns when it is done, or can't be now, or the task is cancelled.
    ///
    /// It never takes longer than a hook's timeout and ``HookRun/grace``, two minutes for each address of a mail,
    /// or half a minute for HTTP. Of several addresses of mail those that have it get it again when the whole is tried
    /// again: whoever queues notices makes one for each address, or asks ``deliver(_:byMailTo:)`` for each.
    /// - Parameters:
    ///   - notice: What is told.
    ///   - receiver: Who is told.
    ///   - payload: The notice in the shape of Alertmanager's webhook, version 4; for `alertmanager` the list of alerts
    ///     that its API takes.
    /// - Returns: What became of it; of several deliveries what ``DeliveryOutcome`` they come to together.
    package func deliver(_ notice: Notice, to receiver: Receiver, payload: [UInt8]) async -> DeliveryOutcome {
        switch receiver.way {
        case .exec(let hook): return await HookRun(hook, notice: notice, payload: payload, folder: folder).outcome()
        case .email(let addresses):
            var outcomes: [NamedOutcome] = []
            for address in addresses {
                outcomes.append(NamedOutcome(name: address, outcome: await deliver(notice, byMailTo: address)))
            }
            return .all(outcomes)
        case .alertmanager(let urls): return await post(alerts: payload, to: urls)
        case .webhook(let url): return await WebPost(url: url, body: payload, id: notice.id).outcome()
        }
    }

    /// Mails a notice to one address.
    package func deliver(_ notice: Notice, byMailTo address: String) async -> DeliveryOutcome {
        guard let mail else { return .final(reason: "config.json has no \"smtp\" to send mail with") }
        let run = MailRun(settings: mail, host: host, notice: notice, address: address)
        return await AsideThread.run(orIfCancelled: .interrupted) { run.outcome() }
    }

    /// Posts alerts to the API of all of these Alertmanagers, at the same time.
    ///
    /// - Parameters:
    ///   - alerts: The body of `POST /api/v2/alerts`, a JSON array.
    ///   - urls: The base addresses. They are taken for one cluster, as Prometheus does.
    /// - Returns: Delivered if one of them has taken the alerts, as those of a cluster tell each other.
    package func post(alerts: [UInt8], to urls: [String]) async -> DeliveryOutcome {
        let outcomes = await withTaskGroup(of: (Int, NamedOutcome).self) { group in
            for (index, url) in urls.enumerated() {
                group.addTask {
                    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
                    let post = WebPost(url: "\(base)/api/v2/alerts", body: alerts, id: nil)
                    return (index, NamedOutcome(name: TargetName.redacted(base), outcome: await post.outcome()))
                }
            }
            var found: [(Int, NamedOutcome)] = []
            for await outcome in group { found.append(outcome) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return .any(outcomes)
    }
}
