import DatacapCore
import Testing

/// `usage` of config.json.
struct UsageSettingsTests {
    private func read(_ usage: String) throws -> UsageSettings {
        try Configuration(ConfigurationSources(fileName: "c", fileText: Array(#"{"usage":\#(usage)}"#.utf8))).usage
    }

    @Test func `without settings this machine's interface of the line is counted`() throws {
        let usage = try read("{}")
        #expect(usage == UsageSettings())
        #expect(usage.source == .interface)
        #expect(usage.interval == .seconds(30))
    }

    @Test func `all settings are read and shown`() throws {
        let text =
            #"{"source":"upnp","interface":"eth0.7","upnp_url":"http://192.168.1.1:5000/d.xml","interval_seconds":60}"#
        let usage = try read(text)
        #expect(usage.source == .upnp)
        #expect(usage.interface == "eth0.7")
        #expect(usage.routerURL == "http://192.168.1.1:5000/d.xml")
        #expect(usage.interval == .seconds(60))
        var configuration = Configuration()
        configuration.usage = usage
        #expect(try JSONReader.read(configuration.json)["usage"] != nil)
        let shown = String(decoding: configuration.json, as: UTF8.self)
        #expect(shown.contains(#""usage":"# + text))
    }

    @Test(arguments: [
        (#"{"source":"snmp"}"#, "usage.source"), (#"{"interface":"a/b"}"#, "usage.interface"),
        (#"{"interface":"sixteen-letters-"}"#, "usage.interface"), (#"{"interface":""}"#, "usage.interface"),
        (#"{"upnp_url":"http://example.com/"}"#, "usage.upnp_url"),
        (#"{"interval_seconds":4}"#, "usage.interval_seconds"),
        (#"{"source":"upnp","interval_seconds":29}"#, "usage.interval_seconds"), (#"{"sources":1}"#, "usage.sources"),
        (#"7"#, "usage"),
    ])
    func `what is wrong is named`(usage: String, path: String) {
        let error = #expect(throws: ConfigurationError.self) { try read(usage) }
        #expect(error?.faults.map(\.path) == [path])
    }
}
