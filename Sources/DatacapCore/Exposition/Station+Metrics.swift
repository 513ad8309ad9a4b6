extension Station {
    /// The page of `/metrics`: a function of the state and of what the shell knows of itself.
    ///
    /// Names follow Prometheus' “Writing exporters” and “Metric and label naming”: base units, counters that never
    /// go back, no means, no percentages, every known series from the start.
    ///
    /// - Parameters:
    ///   - server: What the shell knows of its own server and process.
    ///   - format: The text format.
    /// - Returns: The page in UTF-8.
    package func metrics(server: ServerReading, format: ExpositionFormat) -> [UInt8] {
        var page = MetricsWriter(format: format)
        writeTest(to: &page, swiftVersion: server.swiftVersion)
        writeDownload(to: &page)
        writeThrottle(to: &page)
        writeUsage(to: &page)
        writeSchedule(to: &page)
        writeDownloader(to: &page)
        writeAlerts(to: &page)
        writeDaemon(to: &page)
        server.write(to: &page)
        return page.finish()
    }

    private func writeTest(to page: inout MetricsWriter, swiftVersion: String) {
        page.family("datacap_build", .info, help: "Build information of the running daemon; the value is always 1.")
        page.sample(1.0, ["version": DatacapVersion.current, "swift_version": swiftVersion])
        page.family(
            "datacap_test_state",
            .gauge,
            help: "Current state of the test, 1 for the state it is in and 0 for all others."
        )
        for name in TestState.Name.allCases { page.sample(name == state.name ? 1.0 : 0, ["state": name.rawValue]) }
        page.family(
            "datacap_test_start_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "Start time of the current test since unix epoch in seconds, 0 if none has run."
        )
        page.sample(session.startTime?.seconds ?? 0)
        page.family(
            "datacap_test_active_seconds",
            .counter,
            unit: "seconds",
            help: "Time spent downloading, without paused or stopped time."
        )
        page.sample(counters.active.seconds)
        page.family(
            "datacap_test_last_data_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "Time at which payload was last received since unix epoch in seconds, 0 if none was."
        )
        page.sample(lastData?.seconds ?? 0)
    }

    private func writeDownload(to page: inout MetricsWriter) {
        page.family(
            "datacap_downloaded_bytes",
            .counter,
            unit: "bytes",
            help: "Payload bytes received from test targets."
        )
        for target in targets.ledgers { page.sample(target.bytes.bytes, ["target": target.label]) }
        page.family("datacap_download_requests", .counter, help: "Requests to test targets that ended.")
        for target in targets.ledgers { page.sample(target.requests, ["target": target.label]) }
        page.family(
            "datacap_download_failures",
            .counter,
            help: "Requests to test targets that failed, by reason."
        )
        for target in targets.ledgers {
            for reason in FailureReason.allCases {
                page.sample(target.failures[reason] ?? 0, ["target": target.label, "reason": reason.rawValue])
            }
        }
        page.family("datacap_download_streams", .gauge, help: "Transfers in progress.")
        page.sample(Int64(streams))
        page.family(
            "datacap_download_speed_bytes_per_second",
            .gauge,
            help: "Payload speed of the latest update interval, NaN while there is none."
        )
        page.sample(session.speed?.bytesPerSecond ?? .nan)
        page.family(
            "datacap_download_baseline_speed_bytes_per_second",
            .gauge,
            help: "Baseline speed used for throttle detection, NaN until it is known."
        )
        page.sample(baseline?.bytesPerSecond ?? .nan)
        page.family(
            "datacap_download_sample_speed_bytes_per_second",
            .histogram,
            help: "Payload speed of each sampling interval."
        )
        page.histogram(bounds: Counters.speedBounds, counts: counters.speedBuckets, sum: counters.speedSum)
        writeQuality(to: &page)
    }

    private func writeQuality(to page: inout MetricsWriter) {
        page.family(
            "datacap_download_round_trip_seconds",
            .gauge,
            unit: "seconds",
            help: "TCP round-trip time of the transfers under load, NaN until it is known."
        )
        page.sample(quality.roundTrip?.seconds ?? .nan)
        page.family(
            "datacap_download_disturbed_segments_ratio",
            .gauge,
            unit: "ratio",
            help: "Share of TCP segments that came out of order or were sent again (0-1), NaN until it is known."
        )
        page.sample(quality.retransmitRatio ?? .nan)
    }

    private func writeThrottle(to page: inout MetricsWriter) {
        page.family(
            "datacap_throttle_detected",
            .gauge,
            help: "Whether the test currently sees throttling (1) or not (0)."
        )
        page.sample(verdict.accusation == nil ? 0 : 1.0)
        page.family(
            "datacap_throttle_detections",
            .counter,
            help: "Changes from not throttled to throttled."
        )
        page.sample(counters.detections)
        page.family("datacap_throttled_seconds", .counter, unit: "seconds", help: "Time spent in the throttled state.")
        page.sample(counters.throttled.seconds)
        page.family(
            "datacap_throttle_threshold_ratio",
            .gauge,
            unit: "ratio",
            help: "Configured drop below baseline that counts as throttling (0-1)."
        )
        page.sample(configuration.throttleThresholdPercent / 100)
    }
}
