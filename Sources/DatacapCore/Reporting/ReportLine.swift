/// Which line was measured, and from where.
package struct ReportLine: Hashable, Sendable {
    /// The machine's name.
    package var host: String
    /// The line's address as the internet sees it, and whose it is; `nil` if nobody was asked.
    package var external: ExternalAddress?
    /// Which downloader measured, such as `datacap-downloader 0.1.0, libcurl 8.14.1`.
    package var downloader: String

    /// Makes a line.
    package init(host: String, external: ExternalAddress? = nil, downloader: String) {
        self.host = host
        self.external = external
        self.downloader = downloader
    }

    /// The address holder's names, those that differ; empty if nobody knows.
    var provider: String {
        var names: [String] = []
        for name in [external?.isp, external?.organisation, external?.asn] {
            if let name, !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        return names.joined(separator: ", ")
    }

    /// Where the address is said to be; empty if nobody knows.
    var place: String {
        [external?.city, external?.region, external?.country].compactMap { $0 }.joined(separator: ", ")
    }
}

/// How it was measured: what of the configuration matters, without secrets.
package struct ReportMethod: Hashable, Sendable {
    /// What was downloaded from, passwords left out.
    package var targets: [String]
    /// How many transfers ran at once.
    package var streams: Int
    /// How often a figure was made.
    package var updateInterval: Duration
    /// The drop below the usual level that counts, in percent.
    package var threshold_percent: Double
    /// Which IP family was used.
    package var ipVersion: FetchOrder.IPVersion
    /// What the tests were sent from, if that was fixed.
    package var interface: String?
    /// Whether a proxy lay between.
    package var usesProxy: Bool
    /// The most that the tests were allowed to take, if that was limited.
    package var maximumSpeed: BitRate?

    /// Takes what matters from a configuration.
    package init(_ configuration: Configuration) {
        targets = configuration.testURLs.map(TargetName.redacted)
        streams = configuration.streams
        updateInterval = configuration.updateInterval
        threshold_percent = configuration.throttleThresholdPercent
        ipVersion = configuration.ipVersion
        interface = configuration.interface
        usesProxy = configuration.proxy != nil
        maximumSpeed = configuration.maximumSpeed
    }
}
