extension AlertRules {
    /// Reads rules.json.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - fileName: The file's name, as faults show it.
    ///   - folder: The folder that relative paths in the file start from, with `/` at its end; empty for none.
    ///   - hasMail: Whether config.json says how mail is sent.
    /// - Throws: ``ConfigurationError`` with every fault, not the first.
    package init(
        _ text: [UInt8],
        fileName: String,
        folder: String = "",
        hasMail: Bool
    ) throws(ConfigurationError) {
        let surroundings = AlertRulesReader.Surroundings(fileName: fileName, folder: folder, hasMail: hasMail)
        var reader = AlertRulesReader(surroundings)
        self = reader.read(text)
        guard reader.faults.isEmpty else { throw ConfigurationError(faults: reader.faults) }
    }
}

extension AlertRulesReader {
    func condition(_ rule: inout JSONMembers) -> AlertCondition? {
        guard var when = rule.object("when") else {
            rule.refuse("when", "is missing; it says what to watch for, such as {\"signal\": \"throttle\"}")
            return nil
        }
        let name: AlertCondition.Name? = when.word("signal")
        if when.faults.isEmpty, !when.has("signal") { when.refuse("signal", "is missing") }
        let watched = name.flatMap { condition($0, &when) }
        if name != nil { when.finish() }
        rule.take(when)
        return watched
    }

    private func condition(_ name: AlertCondition.Name, _ when: inout JSONMembers) -> AlertCondition? {
        switch name {
        case .throttle:
            return given("minimum_confidence", or: 0.5, 0...1, &when).map { .throttle(minimumConfidence: $0) }
        case .cap: return needed("used_percent", 0.001...1_000, &when).map { .cap(usedPercent: $0) }
        case .capForecast: return .capForecast
        case .speedBelow: return needed("mbps", 0.001...1_000_000, &when).map { .speedBelow(.megabits($0)) }
        case .noSample: return .noSample
        case .crashLoop:
            let restarts = given("restarts", or: 3, 1...1_000, whole: true, &when)
            let within = given("within_seconds", or: 600, 1...86_400, &when)
            guard let restarts, let within else { return nil }
            return .crashLoop(restarts: Int(restarts), within: .seconds(within))
        case .notificationFailing: return .notificationFailing
        }
    }

    private func given(
        _ name: String,
        or usual: Double,
        _ range: ClosedRange<Double>,
        whole: Bool = false,
        _ when: inout JSONMembers
    ) -> Double? {
        let number = when.number(name, range, whole: whole)
        return when.has(name) ? number : usual
    }

    private func needed(_ name: String, _ range: ClosedRange<Double>, _ when: inout JSONMembers) -> Double? {
        let number = when.number(name, range)
        if number == nil, !when.has(name) { when.refuse(name, "is missing") }
        return number
    }

    func receiver(_ members: inout JSONMembers, others: [String]) -> Receiver? {
        let name = members.string("name") { Self.faultOfName($0, others: others) }
        if name == nil, !members.has("name") { members.refuse("name", "is missing") }
        let ways = ["exec", "email", "alertmanager", "webhook"]
        let given = ways.filter(members.has)
        let known = ways.joined(separator: ", ")
        if given.count != 1 {
            members.refuse("", "must have one of \(known), has \(given.isEmpty ? "none" : "several")")
        }
        let way = [hook(&members), mail(&members), alertmanager(&members), webhook(&members)].compactMap(\.self).first
        guard let name, let way, given.count == 1 else { return nil }
        return Receiver(name: name, way: way)
    }

    private func hook(_ receiver: inout JSONMembers) -> Receiver.Way? {
        guard var hook = receiver.object("exec") else { return nil }
        var argv = hook.strings("argv", count: 1...64, mayRepeat: true) { _ in nil }
        if argv == nil, !hook.has("argv") { hook.refuse("argv", "is missing") }
        if let program = argv?.first {
            if program.isEmpty || !program.utf8.contains(UInt8(ascii: "/")) {
                hook.refuse("argv", "must begin with the program's path: no folders are searched for \"\(program)\"")
            } else if !program.hasPrefix("/") {
                argv?[0] = surroundings.folder + program
            }
        }
        let timeout = hook.duration("timeout_seconds", 1...3_600) ?? .seconds(30)
        hook.finish()
        receiver.take(hook)
        return argv.map { .exec(Receiver.Hook(argv: $0, timeout: timeout)) }
    }

    private func mail(_ receiver: inout JSONMembers) -> Receiver.Way? {
        guard var mail = receiver.object("email") else { return nil }
        let addresses = mail.strings("to", count: 1...64, check: Self.faultOfAddress)
        if addresses == nil, !mail.has("to") { mail.refuse("to", "is missing") }
        mail.finish()
        receiver.take(mail)
        if !surroundings.hasMail { receiver.refuse("email", "needs smtp in config.json") }
        return addresses.map { .email(to: $0) }
    }

    private func alertmanager(_ receiver: inout JSONMembers) -> Receiver.Way? {
        guard var alertmanager = receiver.object("alertmanager") else { return nil }
        let urls = alertmanager.strings("urls", count: 1...16, check: Configuration.faultOfURL)
        if urls == nil, !alertmanager.has("urls") { alertmanager.refuse("urls", "is missing") }
        alertmanager.finish()
        receiver.take(alertmanager)
        return urls.map { .alertmanager(urls: $0) }
    }

    private func webhook(_ receiver: inout JSONMembers) -> Receiver.Way? {
        guard var webhook = receiver.object("webhook") else { return nil }
        let url = webhook.string("url", check: Configuration.faultOfURL)
        if url == nil, !webhook.has("url") { webhook.refuse("url", "is missing") }
        webhook.finish()
        receiver.take(webhook)
        return url.map { .webhook(url: $0) }
    }

    /// What is wrong with a mail address (RFC 5321 §4.1.2, without quoted local parts).
    static func faultOfAddress(_ text: String) -> String? {
        MailAddress(text) == nil ? "must be a mail address such as me@example.org, is \"\(text)\"" : nil
    }
}
