/// config.json as a value: every setting of the daemon, checked.
package struct Configuration: Hashable, Sendable {
    /// What happens when the cap is reached.
    package enum AtCap: String, CaseIterable, Sendable {
        /// The test stops.
        case stop
        /// The test goes on: the way to see what the provider does then.
        case `continue`
    }

    /// `test_urls`: what to download from, in turn.
    package var testURLs = [
        "https://speed.cloudflare.com/__down?bytes=100000000",
        "https://proof.ovh.net/files/1Gb.dat",
        "http://speedtest.tele2.net/1GB.zip",
    ]
    /// `data_cap_gb`: the data cap, or `nil` for none.
    package var dataCap: ByteCount? = .gigabytes(50)
    /// `update_interval_seconds`: how often a figure is made, shown and saved.
    package var updateInterval: Duration = .seconds(2)
    /// `throttle_threshold_percent`: the drop below the baseline that counts as throttling, in percent.
    package var throttleThresholdPercent: Double = 30
    /// `port`: the TCP port to listen on; 0 takes any free one.
    package var port: UInt16 = 8000
    /// `host`: the address or name to listen on.
    package var host = "127.0.0.1"
    /// `allowed_hosts`: names that the Host header may carry besides loopback and the listen address.
    package var allowedHosts: [String] = []
    /// `auth.token_file`: the file with the token that every request must carry.
    package var tokenFile: String?
    /// `tls.certificate_file`: the server's certificate chain in PEM.
    package var certificateFile: String?
    /// `tls.key_file`: the certificate's key in PEM.
    package var keyFile: String?
    /// `insecure`: whether to listen beyond loopback without a token.
    package var insecure = false
    /// `streams`: how many transfers run at once.
    package var streams = 4
    /// `at_cap`: what happens when the cap is reached.
    package var atCap = AtCap.stop
    /// `ip_version`: which IP family the tests use.
    package var ipVersion = FetchOrder.IPVersion.any
    /// `interface`: what the tests send from, as `CURLOPT_INTERFACE` takes it.
    package var interface: String?
    /// `proxy`: the tests' proxy, as `CURLOPT_PROXY` takes it.
    package var proxy: String?
    /// `max_speed_mbps`: the most that the tests may take of the line.
    package var maximumSpeed: BitRate?
    /// `ip_info_url`: where the external address is asked for; empty for nowhere.
    package var ipInfoURL = "https://ipinfo.io/json"
    /// `confirmation_mb`: what the probes may spend that check one accusation of the provider; zero makes none.
    package var confirmation = ByteCount(100_000_000)
    /// `state_directory`: where data.json lives; `nil` for the environment's or the configuration file's folder.
    package var stateDirectory: String?

    /// `rules_file`: the alerts' rules; `nil` for `alerts/rules.json`, if it is there.
    package var rulesFile: String?
    /// `usage`: where the whole line's bytes are read.
    package var usage = UsageSettings()
    /// `history`: how long what is kept.
    package var retention = Retention()
    /// `smtp`: how mail is sent; `nil` if it isn't.
    package var mail: MailSettings?
    /// `mode`, `schedule` and `budget`: when tests are made, and what they may spend.
    package var testing = Testing()
    /// What the rules' file says; it is read after config.json.
    package var alertRules = AlertRules()

    /// `plan` and `presets_file`: the plan, which ``settlePlan(presets:zone:)`` makes after config.json was read.
    package var planning = Planning()

    /// Makes the configuration that an empty config.json gives.
    package init() {}

    /// What the detector is told.
    package var detectorSettings: DetectorSettings {
        DetectorSettings(threshold_percent: throttleThresholdPercent, cap: dataCap)
    }

    /// Whether `host` can be reached from this machine only.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// What the downloader is told.
    package var order: FetchOrder {
        FetchOrder(
            urls: testURLs,
            streams: streams,
            ipVersion: ipVersion,
            interface: interface,
            proxy: proxy,
            maximumBytesPerSecond: maximumSpeed.map { Int64($0.bytesPerSecond) }
        )
    }
}
