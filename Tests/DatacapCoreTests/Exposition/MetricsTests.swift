import DatacapCore
import Testing
import TestSupport

struct MetricsTests {
    private func page(_ driver: StationDriver, _ format: ExpositionFormat) -> [String] {
        String(decoding: driver.station.metrics(server: ServerReading(), format: format), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func series(_ lines: [String]) -> [String] {
        lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    @Test func `both formats have the same series with the same values`() {
        var driver = StationDriver()
        driver.start()
        driver.flow(.megabits(80), for: .seconds(30))
        let text = series(page(driver, .text))
        #expect(text == series(page(driver, .openMetrics)))
        #expect(text.count > 60)
        let names = text.map { $0.prefix { $0 != " " } }
        #expect(Set(names).count == names.count, "a series stands twice")
    }

    @Test func `OpenMetrics ends as it must and has no blank line`() {
        let lines = page(StationDriver(), .openMetrics)
        #expect(Array(lines.suffix(2)) == ["# EOF", ""])
        #expect(!lines.dropLast().contains(""))
        #expect(!page(StationDriver(), .text).contains("# EOF"))
    }

    @Test func `every known series is there from the start`() {
        let lines = page(StationDriver(), .text)
        for line in [
            "datacap_test_state{state=\"stopped\"} 1", "datacap_downloaded_bytes_total{target=\"a.test\"} 0",
            "datacap_download_failures_total{target=\"b.test\",reason=\"http_status\"} 0",
            "datacap_download_baseline_speed_bytes_per_second NaN",
            "datacap_downloader_exits_total{reason=\"signal\"} 0",
            "datacap_download_sample_speed_bytes_per_second_bucket{le=\"1.25e+06\"} 0",
            "datacap_download_sample_speed_bytes_per_second_bucket{le=\"125000.0\"} 0",
            "datacap_download_sample_speed_bytes_per_second_bucket{le=\"3.125e+08\"} 0",
            "datacap_download_sample_speed_bytes_per_second_bucket{le=\"+Inf\"} 0",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `metadata is what each format wants`() {
        let text = page(StationDriver(), .text)
        let open = page(StationDriver(), .openMetrics)
        #expect(text.contains("# TYPE datacap_downloaded_bytes_total counter"))
        #expect(open.contains("# TYPE datacap_downloaded_bytes counter"))
        #expect(open.contains("# UNIT datacap_downloaded_bytes bytes"))
        #expect(text.contains("# TYPE datacap_build_info gauge"))
        #expect(open.contains("# TYPE datacap_build info"))
    }

    @Test func `labels are escaped`() {
        let driver = StationDriver { $0.testURLs = ["http://a\"b\\c/"] }
        #expect(page(driver, .text).contains("datacap_downloaded_bytes_total{target=\"a\\\"b\\\\c\"} 0"))
    }
}
