import DatacapCore
import Testing

struct ConfigurationTests {
    private func faults(_ text: String, environment: [String: String] = [:], flags: [String: String] = [:]) -> [String]
    {
        let sources = ConfigurationSources(
            fileName: "c.json",
            fileText: Array(text.utf8),
            environment: environment,
            flags: flags
        )
        do throws(ConfigurationError) {
            _ = try Configuration(sources)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `an empty file gives the documented defaults`() throws {
        let configuration = try Configuration(ConfigurationSources(fileText: Array("{}".utf8)))
        #expect(configuration == Configuration())
        #expect(configuration.testURLs.count == 3)
        #expect(configuration.dataCap == .gigabytes(50))
        #expect(configuration.updateInterval == .seconds(2))
        #expect(configuration.throttleThresholdPercent == 30)
        #expect(configuration.port == 8000)
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.streams == 4)
    }

    @Test func `the documented file is understood`() throws {
        let text = """
            {"test_urls": ["https://speed.example/__down?bytes=100000000", "http://h/1GB.zip"], "data_cap_gb": 1000,
             "update_interval_seconds": 0.5, "throttle_threshold_percent": 12.5, "port": 9000, "at_cap": "continue",
             "ip_version": "v6", "max_speed_mbps": 80, "auth": {"token_file": "token"}, "host": "0.0.0.0"}
            """
        let configuration = try Configuration(ConfigurationSources(fileText: Array(text.utf8)))
        #expect(configuration.testURLs[1] == "http://h/1GB.zip")
        #expect(configuration.dataCap == .gigabytes(1_000))
        #expect(configuration.updateInterval == .milliseconds(500))
        #expect(configuration.detectorSettings.threshold_percent == 12.5)
        #expect(configuration.port == 9000)
        #expect(configuration.atCap == .continue)
        #expect(configuration.ipVersion == .v6)
        #expect(configuration.order.maximumBytesPerSecond == 10_000_000)
        #expect(configuration.tokenFile == "token")
    }

    @Test func `all faults are reported at once, each with its place`() {
        let text = """
            {
              "test_urls": ["ftp://x/", 5, "http://"],
              "data_cap_gb": -1,
              "port": 80000.5,
              "streams": 2.5,
              "at_cap": "maybe",
              "auth": {"token": "x"},
              "tls": [],
              "insecure": "yes",
              "colour": 1
            }
            """
        #expect(
            faults(text) == [
                "c.json:2:17: test_urls[0]: must start with http:// or https://, is \"ftp://x/\"",
                "c.json:2:29: test_urls[1]: must be a string, is a number",
                "c.json:2:32: test_urls[2]: has no host: \"http://\"",
                "c.json:3:18: data_cap_gb: must be a number from 0.001 to 1000000000, is -1",
                "c.json:5:14: streams: must be a whole number from 1 to 64, is 2.5",
                "c.json:6:13: at_cap: must be one of \"stop\", \"continue\", is \"maybe\"",
                "c.json:4:11: port: must be a whole number from 0 to 65535, is 80000.5",
                "c.json:9:15: insecure: must be true or false, is a string",
                "c.json:7:12: auth.token: is unknown; known are auth.token_file",
                "c.json:8:10: tls: must be an object, is an array",
                """
                c.json:10:3: colour: is unknown; known are allowed_hosts, at_cap, auth, budget, confirmation_mb, \
                data_cap_gb, history, host, insecure, interface, ip_info_url, ip_version, max_speed_mbps, mode, plan, \
                port, presets_file, proxy, rules_file, schedule, smtp, state_directory, streams, test_urls, \
                throttle_threshold_percent, tls, update_interval_seconds, usage
                """,
            ]
        )
    }

    @Test func `a flag goes before the environment, that before the file`() throws {
        var sources = ConfigurationSources(fileText: Array(#"{"port": 1, "streams": 2}"#.utf8))
        sources.environment = ["DATACAP_PORT": "2", "DATACAP_STREAMS": "8", "DATACAP_TEST_URLS": "http://a/ http://b/"]
        sources.flags = ["port": "3"]
        let configuration = try Configuration(sources)
        #expect(configuration.port == 3)
        #expect(configuration.streams == 8)
        #expect(configuration.testURLs == ["http://a/", "http://b/"])
    }

    @Test func `faults of flags and environment name them`() {
        #expect(
            faults("{}", environment: ["DATACAP_AUTH_TOKEN_FILE": ""], flags: ["port": "http"]) == [
                "--port: port: must be a whole number from 0 to 65535",
                "environment DATACAP_AUTH_TOKEN_FILE: auth.token_file: must not be empty",
            ]
        )
    }

    @Test func `listening beyond loopback needs a token or the word insecure`() {
        #expect(
            faults(#"{"host": "0.0.0.0"}"#) == [
                "c.json:1:10: host: beyond loopback needs auth.token_file (or insecure: true), is \"0.0.0.0\""
            ]
        )
        #expect(faults(#"{"host": "0.0.0.0", "insecure": true}"#).isEmpty)
        #expect(faults(#"{"host": "::1"}"#).isEmpty)
    }

    @Test func `a text that is no JSON is one fault with its place`() {
        #expect(faults("{\"port\": 1,}") == ["c.json:1:12: expected a member's name in quotes, found '}'"])
        #expect(faults("[]") == ["c.json:1:1: must be an object, is an array"])
    }

    @Test func `how mail is sent is understood`() throws {
        let text = """
            {"rules_file": "r.json", "smtp": {"url": "smtp://mail.test:587", "username": "me", "password_file": "p",
             "from": "datacap@x.test"}}
            """
        let configuration = try Configuration(ConfigurationSources(fileText: Array(text.utf8)))
        #expect(configuration.rulesFile == "r.json")
        let mail = MailSettings(
            url: "smtp://mail.test:587",
            tls: .starttls,
            username: "me",
            passwordFile: "p",
            from: "datacap@x.test"
        )
        #expect(configuration.mail == mail)
    }

    @Test func `mail that can't go, or would give the password away, is a fault`() {
        #expect(
            faults(#"{"smtp": {"url": "http://x", "username": "me", "from": "a\r\nb@x"}}"#) == [
                "c.json:1:18: smtp.url: must start with smtp:// or smtps://, is \"http://x\"",
                "c.json:1:56: smtp.from: must not contain control characters",
                "c.json: smtp.password_file: is needed too: a login takes a name and a password",
            ]
        )
        #expect(faults(#"{"smtp": {"tls": "none"}}"#).count == 2)
        let open =
            #"{"smtp": {"url": "smtp://H", "tls": "none", "username": "u", "password_file": "p", "from": "a@b"}}"#
        #expect(
            faults(open) == [
                "c.json:1:37: smtp.tls: must not be \"none\" with a login, but for a server on this machine"
            ]
        )
        #expect(faults(String(open.map { $0 == "H" ? "h" : $0 })).count == 1)
        #expect(
            faults(
                #"{"smtp": {"url": "smtp://127.0.0.1:25", "tls": "none", "username": "u", "password_file": "p", "#
                    + #""from": "a@b"}}"#
            ) == []
        )
    }

    @Test func `null is no cap`() throws {
        let configuration = try Configuration(ConfigurationSources(fileText: Array(#"{"data_cap_gb": null}"#.utf8)))
        #expect(configuration.dataCap == nil)
    }

    @Test func `what is shown hides passwords in URLs`() {
        var configuration = Configuration()
        configuration.testURLs = ["https://me:secret@host/x"]
        configuration.proxy = "http://me:secret@proxy:3128"
        let text = String(decoding: configuration.json, as: UTF8.self)
        #expect(!text.contains("secret"))
        #expect(text.contains("https://***@host/x"))
    }
}
