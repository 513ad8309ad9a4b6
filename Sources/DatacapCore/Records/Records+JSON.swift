extension SeriesPoint {
    /// Writes the point as `/api/history` shows it: speeds in Mbit/s.
    package func write(to json: inout JSONWriter) {
        json.member("start", start.rfc3339)
        json.member("minimum_mbps", minimum?.megabitsPerSecond, places: 2)
        json.member("mean_mbps", mean?.megabitsPerSecond, places: 2)
        json.member("maximum_mbps", maximum?.megabitsPerSecond, places: 2)
        json.member("bytes", amount.bytes)
        json.member("samples", count)
        json.member("flawed", flawed)
    }
}

extension SessionRecord {
    /// Writes the session as `/api/sessions` shows it.
    package func write(to json: inout JSONWriter) {
        json.member("began", began.rfc3339)
        json.member("ended", ended?.rfc3339)
        json.member("mode", mode)
        json.member("bytes", amount.bytes)
        json.member("reason", reason)
    }
}

extension TestRecord {
    /// Writes the test as `/api/tests` shows it: speeds in Mbit/s, times in milliseconds.
    package func write(to json: inout JSONWriter) {
        json.member("began", began.rfc3339)
        json.member("ended", ended.rfc3339)
        json.member("kind", kind.rawValue)
        json.member("end", end.rawValue)
        rate.write("speed", to: &json)
        json.member("bytes", amount.bytes)
        json.member("interface_bytes", interfaceAmount?.bytes)
        json.member("connect_milliseconds", connect.map { $0.seconds * 1_000 }, places: 3)
        json.member("round_trip_milliseconds", roundTrip.map { $0.seconds * 1_000 }, places: 3)
        json.array("flaws") { array in for name in flaws.names { array.element(name) } }
    }
}

extension IncidentRecord {
    /// Writes the incident as `/api/incidents` shows it: speeds in Mbit/s.
    package func write(to json: inout JSONWriter) {
        json.member("kind", kind)
        json.member("accuses", accuses)
        json.member("began", began.rfc3339)
        json.member("noticed", noticed.rfc3339)
        json.member("ended", ended?.rfc3339)
        before.write("before", to: &json)
        after.write("after", to: &json)
        json.member("confidence", confidence, places: 2)
        json.member("cycle_bytes", cycleUsage?.bytes)
        json.member("sentence", sentence)
    }
}

extension NumberedIncident {
    /// Writes the incident with its number.
    package func write(to json: inout JSONWriter) {
        json.member("number", number)
        record.write(to: &json)
    }
}

extension EventRecord {
    /// Writes the event as `/api/events` shows it.
    package func write(to json: inout JSONWriter) {
        json.member("time", time.rfc3339)
        json.member("kind", kind.rawValue)
        json.member("text", text)
    }
}

extension Optional where Wrapped == RateInterval {
    /// Writes an interval as three members: the rate and its two ends.
    fileprivate func write(_ name: String, to json: inout JSONWriter) {
        json.member("\(name)_mbps", self?.rate.megabitsPerSecond, places: 2)
        json.member("\(name)_low_mbps", self?.low.megabitsPerSecond, places: 2)
        json.member("\(name)_high_mbps", self?.high.megabitsPerSecond, places: 2)
    }
}
