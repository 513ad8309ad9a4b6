extension Configuration {
    /// Reads the configuration from its sources and checks all of it.
    ///
    /// - Throws: ``ConfigurationError`` with every fault, not the first.
    package init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        self.init()
        var reader = ConfigurationReader(sources)
        readTest(&reader)
        readServer(&reader)
        readAlerting(&reader)
        readPlan(&reader)
        readUsage(&reader)
        readTesting(&reader)
        readHistory(&reader)
        reader.refuseUnknown()
        guard reader.faults.isEmpty else { throw ConfigurationError(faults: reader.faults) }
    }

    private mutating func readTest(_ reader: inout ConfigurationReader) {
        testURLs = reader.strings("test_urls", count: 1...64, check: Self.faultOfURL) ?? testURLs
        if reader.isNull("data_cap_gb") {
            dataCap = nil
        } else if let gigabytes = reader.number("data_cap_gb", 0.001...1_000_000_000) {
            dataCap = .gigabytes(gigabytes)
        }
        if let seconds = reader.number("update_interval_seconds", 0.25...3_600) {
            updateInterval = .seconds(seconds)
        }
        throttleThresholdPercent = reader.number("throttle_threshold_percent", 1...99) ?? throttleThresholdPercent
        streams = reader.number("streams", 1...Double(FetchOrder.mostStreams), whole: true).map { Int($0) } ?? streams
        atCap = reader.word("at_cap") ?? atCap
        ipVersion = reader.word("ip_version") ?? ipVersion
        interface = reader.string("interface", check: Self.faultOfName)
        proxy = reader.string("proxy", check: Self.faultOfName)
        maximumSpeed = reader.number("max_speed_mbps", 0.01...1_000_000).map { .megabits($0) }
        ipInfoURL = reader.string("ip_info_url") { $0.isEmpty ? nil : Self.faultOfURL($0) } ?? ipInfoURL
        if let megabytes = reader.number("confirmation_mb", 0...10_000) {
            confirmation = ByteCount(Int64(megabytes * 1e6))
        }
        stateDirectory = reader.string("state_directory", check: Self.faultOfName)
    }

    private mutating func readServer(_ reader: inout ConfigurationReader) {
        port = reader.number("port", 0...65_535, whole: true).map { UInt16($0) } ?? port
        host = reader.string("host", check: Self.faultOfName) ?? host
        allowedHosts = reader.strings("allowed_hosts", count: 0...64, check: Self.faultOfHostName) ?? allowedHosts
        tokenFile = reader.string("auth.token_file", check: Self.faultOfName)
        certificateFile = reader.string("tls.certificate_file", check: Self.faultOfName)
        keyFile = reader.string("tls.key_file", check: Self.faultOfName)
        insecure = reader.bool("insecure") ?? insecure
        if (certificateFile == nil) != (keyFile == nil) {
            let missing = keyFile == nil ? "tls.key_file" : "tls.certificate_file"
            reader.refuse(missing, "is needed too: TLS takes a certificate and its key")
        }
        if !isLoopback, tokenFile == nil, !insecure {
            reader.refuse("host", "beyond loopback needs auth.token_file (or insecure: true), is \"\(host)\"")
        }
    }

    private mutating func readAlerting(_ reader: inout ConfigurationReader) {
        rulesFile = reader.string("rules_file", check: Self.faultOfName)
        let url = reader.string("smtp.url", check: Self.faultOfMailServer)
        let tls: MailSettings.TLS? = reader.word("smtp.tls")
        let username = reader.string("smtp.username", check: Self.faultOfName)
        let passwordFile = reader.string("smtp.password_file", check: Self.faultOfName)
        let from = reader.string("smtp.from", check: AlertRulesReader.faultOfAddress)
        let isGiven = ["url", "tls", "username", "password_file", "from"].contains { reader.has("smtp.\($0)") }
        guard isGiven else { return }
        for name in ["smtp.url", "smtp.from"] where !reader.has(name) {
            reader.refuse(name, "is missing: mail needs a server and a sender")
        }
        if reader.has("smtp.username") != reader.has("smtp.password_file") {
            let missing = reader.has("smtp.username") ? "smtp.password_file" : "smtp.username"
            reader.refuse(missing, "is needed too: a login takes a name and a password")
        }
        if username != nil, tls == MailSettings.TLS.none, let url, !Self.isLoopback(mailServer: url) {
            reader.refuse("smtp.tls", "must not be \"none\" with a login, but for a server on this machine")
        }
        guard let url, let from else { return }
        mail = MailSettings(
            url: url,
            tls: tls ?? .starttls,
            username: username,
            passwordFile: passwordFile,
            from: from
        )
    }

    private static func faultOfMailServer(_ text: String) -> String? {
        // What stands before an "@" may be a password, and faults are logged.
        if text.utf8.contains(UInt8(ascii: "@")) { return "must be smtp://host:port, without a user" }
        guard let scheme = ["smtp://", "smtps://"].first(where: text.lowercased().hasPrefix) else {
            return "must start with smtp:// or smtps://, is \"\(text)\""
        }
        let rest = text.dropFirst(scheme.count)
        let isServer = !rest.utf8.contains(UInt8(ascii: "/")) && MailServer(text, tls: .none) != nil
        return isServer ? nil : "must be a host and perhaps a port, is \"\(text)\""
    }

    private static func isLoopback(mailServer url: String) -> Bool {
        let host = url.lowercased().split(separator: "/").last ?? ""
        return ["localhost", "127.", "[::1]"].contains { host.hasPrefix($0) }
    }

    private static func faultOfName(_ text: String) -> String? { text.isEmpty ? "must not be empty" : nil }

    private static func faultOfHostName(_ text: String) -> String? {
        let allowed = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-._:[]".utf8.contains($0)
        }
        return text.isEmpty || !allowed ? "must be a host name or an IP address, without a port" : nil
    }

    static func faultOfURL(_ text: String) -> String? {
        let lowercase = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowercase.hasPrefix) else {
            return "must start with http:// or https://, is \"\(text)\""
        }
        let host = TargetName.host(of: String(text.dropFirst(scheme.count)))
        if host.isEmpty { return "has no host: \"\(text)\"" }
        let printable = text.utf8.allSatisfy { $0 > 32 && $0 != 127 && !"\"<>\\^`{|}".utf8.contains($0) }
        return printable ? nil : "has characters that a URL can't have: \"\(text)\""
    }
}
