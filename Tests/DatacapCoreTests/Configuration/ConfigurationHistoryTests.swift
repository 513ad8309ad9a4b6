import DatacapCore
import Testing

struct ConfigurationHistoryTests {
    private func read(_ text: String) throws(ConfigurationError) -> Configuration {
        try Configuration(ConfigurationSources(fileName: "c.json", fileText: Array(text.utf8)))
    }

    @Test func `the history's retention is read and shown`() throws {
        let text = #"{"history": {"raw_days": 0.5, "minute_days": 30, "hour_days": 365, "max_gb": 0.25}}"#
        let configuration = try read(text)
        #expect(configuration.retention.raw == .seconds(43_200))
        #expect(configuration.retention.minutes == .seconds(30 * 86_400))
        #expect(configuration.retention.hours == .seconds(365 * 86_400))
        #expect(configuration.retention.size == .gigabytes(0.25))
        #expect(try read("{}").retention == Retention())
    }

    @Test func `what no history can do is a fault`() {
        let error = #expect(throws: ConfigurationError.self) {
            try read(#"{"history": {"raw_days": 0, "max_gb": "1", "week_days": 5}}"#)
        }
        #expect(error?.faults.count == 3)
    }
}
