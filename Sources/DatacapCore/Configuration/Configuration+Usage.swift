extension Configuration {
    /// Reads `usage`.
    mutating func readUsage(_ reader: inout ConfigurationReader) {
        usage.source = reader.word("usage.source") ?? usage.source
        usage.interface = reader.string("usage.interface", check: Self.faultOfInterface)
        usage.routerURL = reader.string("usage.upnp_url") { text in
            LocalURL(text) != nil
                ? nil : "must be an http URL with a private IPv4 address, as http://192.168.1.1:5000/, is \"\(text)\""
        }
        if let seconds = reader.number("usage.interval_seconds", 5...3_600) {
            usage.interval = .milliseconds((seconds * 1_000).rounded())
            let shortest = UsageSettings.shortestRouterInterval_seconds
            if usage.source == .upnp, usage.interval < .seconds(shortest) {
                reader.refuse("usage.interval_seconds", "must be at least \(shortest) with usage.source \"upnp\"")
            }
        }
    }

    /// Writes `usage` as it is in force.
    func writeUsage(to json: inout JSONWriter) {
        json.object("usage") { json in
            json.member("source", usage.source.rawValue)
            json.member("interface", usage.interface)
            json.member("upnp_url", usage.routerURL)
            json.member("interval_seconds", usage.interval.seconds, places: 3)
        }
    }

    /// What is wrong with an interface's name, by the kernel's own rules (`dev_valid_name`).
    private static func faultOfInterface(_ text: String) -> String? {
        let isName =
            (1...15).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
        return isName ? nil : "must be the name of a network interface, of 1 to 15 bytes, is \"\(text)\""
    }
}
