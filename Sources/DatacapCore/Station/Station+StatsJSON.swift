extension Station {
    /// Which points of the chart a message carries.
    package enum PointSelection: Hashable, Sendable {
        /// The whole chart.
        case all
        /// The latest point, if it is newer than that time.
        case latest(after: Timestamp)
    }

    /// The figures as `/api/stats` answers them.
    ///
    /// - Parameter now: The time, for the session's length.
    /// - Returns: A JSON object in UTF-8.
    package func statsJSON(at now: Moment) -> [UInt8] {
        JSONWriter.object { writeStats(to: &$0, points: .all, at: now) }
    }

    /// The figures as data.json holds them: as `/api/stats`, and `speed`.
    ///
    /// - Parameter now: The time, for the session's length.
    /// - Returns: A JSON object in UTF-8, with the end of a line.
    package func dataJSON(at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            json.member("speed", shownSpeed?.megabitsPerSecond, places: 2)
            writeStats(to: &json, points: .all, at: now)
        } + [UInt8(ascii: "\n")]
    }

    /// The figures as a WebSocket message.
    ///
    /// - Parameters:
    ///   - points: Which points it carries.
    ///   - now: The time, for the session's length.
    /// - Returns: A JSON object in UTF-8 whose `type` is `stats`.
    package func statsMessage(points: PointSelection, at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", "stats")
            json.member("full", points == .all)
            writeStats(to: &json, points: points, at: now)
        }
    }

    /// The speed as it is shown: none where nobody knows it, which isn't the same as zero.
    private var shownSpeed: BitRate? {
        switch state {
        case .running, .starting: session.speed ?? .zero
        case .stopped, .paused, .waiting, .stopping, .failed: .zero
        case .stalled: nil
        }
    }

    private var statusReason: String? {
        switch state {
        case .stopped(.capReached), .stopping(_, .capReached): TestState.StopReason.capReached.sentence
        case .stopped(.budgetUsed), .stopping(_, .budgetUsed): TestState.StopReason.budgetUsed.sentence
        case .waiting(_, let reason): reason
        case .stalled:
            targets[configuration.testURLs].compactMap(\.lastError).max { $0.time < $1.time }?.detail
                ?? "no data comes"
        case .failed(let reason): reason
        case .stopped, .starting, .running, .paused, .stopping: nil
        }
    }

    private func writeStats(to json: inout JSONWriter, points: PointSelection, at now: Moment) {
        json.member("status", state.name.rawValue)
        json.member("status_reason", statusReason)
        if case .waiting(let time, _) = state { json.member("waiting_until", time?.rfc3339) }
        if state == .paused, let end = pauseEndTime(at: now) { json.member("paused_until", end.rfc3339) }
        json.member("mode", configuration.testing.mode.rawValue)
        writeSchedule(to: &json)
        json.member("speed_mbps", shownSpeed?.megabitsPerSecond, places: 2)
        json.member("total_gb", total.gigabytes, places: 6)
        json.member("total_bytes", total.bytes)
        json.member("totals_since", periodStart.milliseconds == 0 ? nil : periodStart.rfc3339)
        json.member("session_start", session.startTime?.rfc3339)
        json.member("session_duration", session.duration(at: now.uptime).seconds, places: 1)
        json.member("session_bytes", session.amount.bytes)
        json.member("avg_speed", session.average.megabitsPerSecond, places: 2)
        json.member("peak_speed", session.peak.megabitsPerSecond, places: 2)
        json.member("measured_bytes", session.mean.amount.bytes)
        json.member("measured_seconds", session.mean.time.seconds, places: 3)
        json.member("throttle_detected", verdict.accusation != nil)
        json.member("throttle_since", verdict.accusation?.since.rfc3339)
        json.member("verdict", verdict.name)
        json.member("verdict_sentence", verdictSentence)
        json.array("detections") { array in
            for detection in verdict.detections { array.object { write(detection, to: &$0) } }
        }
        json.member("baseline_speed", baseline?.megabitsPerSecond, places: 2)
        json.member("throttle_threshold_percent", configuration.throttleThresholdPercent, places: 3)
        json.member("data_cap_gb", cap?.gigabytes, places: 9)
        json.member("used_gb", used.gigabytes, places: 6)
        json.member("usage_sentence", usageSentence)
        json.member("cap_percentage", capPercentage, places: 2)
        json.member("update_interval_seconds", configuration.updateInterval.seconds, places: 3)
        json.member("streams", streams)
        json.member("downloader_restarts", downloader.restarts)
        json.member("demo", isDemo)
        json.array("targets") { array in
            for target in targets[configuration.testURLs] { array.object { target.write(to: &$0, at: now.timestamp) } }
        }
        json.array("data_points") { array in
            for point in session.points.selected(points) { array.object { point.write(to: &$0) } }
        }
        json.member("last_update", lastUpdate.rfc3339)
    }

    /// When a pause ends by itself; `nil` for one that doesn't.
    private func pauseEndTime(at now: Moment) -> Timestamp? {
        planner?.pause?.until ?? pauseEnd.map { now.timestamp + ($0 - now.uptime) }
    }

    private func writeSchedule(to json: inout JSONWriter) {
        guard let planner else { return json.member("schedule", String?.none) }
        json.object("schedule") { json in
            if case .waiting(let next) = planner.state { json.member("next_at", next?.rfc3339) }
            json.member("paused_until", planner.pause?.until?.rfc3339)
            json.member("reason", planner.shortage)
            guard let last = earlierTests.last else { return json.member("last_test", String?.none) }
            json.object("last_test") { last.write(to: &$0) }
        }
    }

    private func write(_ detection: Detection, to json: inout JSONWriter) {
        json.member("kind", detection.kind.name)
        json.member("accuses", detection.accuses)
        json.member("since", detection.since.rfc3339)
        json.member("noticed", detection.noticed.rfc3339)
        json.member("before_mbps", detection.before?.rate.megabitsPerSecond, places: 2)
        json.member("after_mbps", detection.after?.rate.megabitsPerSecond, places: 2)
        json.member("after_low_mbps", detection.after?.low.megabitsPerSecond, places: 2)
        json.member("after_high_mbps", detection.after?.high.megabitsPerSecond, places: 2)
        json.member("confidence", detection.confidence, places: 2)
        if case .burstShaping(let bucket) = detection.kind {
            json.member("sustained_mbps", bucket.sustained.megabitsPerSecond, places: 2)
            json.member("burst_bytes", bucket.burst.bytes)
        }
        if case .throttled(let match?) = detection.kind {
            json.member("volume_bytes", match.volume.bytes)
            json.member("volume_source", match.source == .cap ? "cap" : "earlier_onset")
        }
        json.member("being_checked", detection.isBeingChecked)
        json.array("probes") { array in
            for probe in detection.probes {
                array.object { json in
                    json.member("target", name(of: probe.target))
                    json.member("ip_version", probe.ipVersion.rawValue)
                    json.member("line_mbps", probe.rate?.megabitsPerSecond, places: 2)
                    json.member("finding", probe.finding.rawValue)
                }
            }
        }
        json.member("after_rest_mbps", detection.rest?.rate?.megabitsPerSecond, places: 2)
        json.member("sentence", sentence(detection))
    }
}

extension PointSeries {
    fileprivate func selected(_ selection: Station.PointSelection) -> [SpeedPoint] {
        switch selection {
        case .all: points
        case .latest(let time): latest.map { $0.time > time ? [$0] : [] } ?? []
        }
    }
}

extension SpeedPoint {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("timestamp", time.rfc3339)
        json.member("speed_mbps", rate.megabitsPerSecond, places: 2)
        json.member("total_gb", total.gigabytes, places: 6)
    }
}

extension TargetLedger {
    fileprivate func write(to json: inout JSONWriter, at now: Timestamp) {
        json.member("url", TargetName.redacted(url))
        json.member("bytes", bytes.bytes)
        json.member("speed_mbps", rate.megabitsPerSecond, places: 2)
        json.member("requests", requests)
        json.member("failures", failureCount)
        json.member("state", isResting(at: now) ? "resting" : "ready")
        json.member("resting_until", isResting(at: now) ? restingUntil?.rfc3339 : nil)
        json.member("last_error", lastError?.detail)
    }
}
