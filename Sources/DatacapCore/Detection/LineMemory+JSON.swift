extension LineMemory {
    /// The memory as JSON.
    ///
    /// - Parameter urls: What the tests downloaded from: other URLs give other figures.
    /// - Returns: A JSON object in UTF-8, with the end of a line.
    package func json(urls: [String]) -> [UInt8] {
        JSONWriter.object { json in
            json.member("version", 1)
            json.array("urls") { array in for url in urls { array.element(url) } }
            json.array("dips") { array in for value in dips { array.element(value, places: 3) } }
            json.member("dips_observed_seconds", dipsObserved_seconds, places: 1)
            json.member("usage_bytes", usage_bytes, places: 0)
            json.array("onsets") { array in
                for onset in onsets {
                    array.object { json in
                        json.member("usage_bytes", onset.usage_bytes, places: 0)
                        json.member("cycles_ago", onset.cyclesAgo)
                    }
                }
            }
            tests.write(to: &json)
        } + [UInt8(ascii: "\n")]
    }

    /// Reads a memory as ``json(urls:)`` wrote it.
    ///
    /// - Parameters:
    ///   - text: The JSON.
    ///   - urls: What the tests download from now.
    /// - Returns: `nil` if the memory is of other URLs.
    /// - Throws: ``RestoreError`` for what isn't a memory.
    package static func read(_ text: [UInt8], urls: [String]) throws(RestoreError) -> LineMemory? {
        let node: JSONNode
        do { node = try JSONReader.read(text) } catch { throw .json(error) }
        guard node["version"]?.int == 1 else { throw .member("version") }
        guard let known = node["urls"]?.array?.compactMap(\.string) else { throw .member("urls") }
        guard known == urls else { return nil }
        var onsets: [Onset] = []
        for entry in node["onsets"]?.array ?? [] {
            guard let usage = entry["usage_bytes"]?.double, usage >= 0,
                let cycles = entry["cycles_ago"]?.int, cycles >= 0
            else { throw .member("onsets") }
            onsets.append(Onset(usage_bytes: usage, cyclesAgo: Int(clamping: cycles)))
        }
        return LineMemory(
            dips: try node.doubles("dips"),
            dipsObserved_seconds: try node.number("dips_observed_seconds"),
            onsets: onsets,
            usage_bytes: try node.number("usage_bytes"),
            tests: try ScheduledDetector.State(node)
        )
    }
}

extension ScheduledDetector.State {
    fileprivate func write(to json: inout JSONWriter) {
        json.array("tests") { array in
            for test in tests {
                array.object { json in
                    json.member("time", test.time_seconds, places: 3)
                    json.member("mbps", test.rate_mbps, places: 4)
                    json.member("target", test.target)
                    json.member("usual", test.isUsual)
                    json.member("usage_bytes", test.usage_bytes, places: 0)
                }
            }
        }
        json.array("hours") { array in
            for ratios in hours {
                array.array { inner in for ratio in ratios { inner.element(Double(ratio), places: 4) } }
            }
        }
        json.array("runs") { array in for value in runs { array.element(value, places: 3) } }
        json.member("tests_observed", testsObserved, places: 1)
        json.array("ceilings_mbps") { array in for value in ceilings_mbps { array.element(value, places: 4) } }
        if let drop { json.object("drop") { drop.write(to: &$0) } }
    }

    fileprivate init(_ node: JSONNode) throws(RestoreError) {
        var tests: [ScheduledDetector.Test] = []
        for entry in node["tests"]?.array ?? [] {
            guard let time = entry["time"]?.double, let rate = entry["mbps"]?.double,
                let target = entry["target"]?.int, let isUsual = entry["usual"]?.bool,
                let timestamp = Timestamp(seconds: time)
            else { throw .member("tests") }
            tests.append(
                ScheduledDetector.Test(
                    time_seconds: time,
                    rate_mbps: rate,
                    target: Int(clamping: target),
                    hour: HourOfWeekBaseline.hour(of: timestamp),
                    isUsual: isUsual,
                    usage_bytes: entry["usage_bytes"]?.double
                )
            )
        }
        guard let hours = node["hours"]?.array, hours.count == HourOfWeekBaseline.hours else { throw .member("hours") }
        self.init(
            tests: tests,
            hours: hours.map { ($0.array ?? []).compactMap(\.double).map { Float($0) } },
            runs: try node.doubles("runs"),
            testsObserved: try node.number("tests_observed"),
            ceilings_mbps: try node.doubles("ceilings_mbps"),
            drop: try node["drop"].map { node throws(RestoreError) in try LevelDrop(node) }
        )
    }
}

extension LevelDrop {
    /// A drop over weeks of tests is one of these; the rest needs a running test.
    private static let kinds: [Detection.Kind] = [.throttled(nil), .congestion, .undecided]

    fileprivate func write(to json: inout JSONWriter) {
        json.member("kind", kind.name)
        json.member("since", since_seconds, places: 3)
        json.member("noticed", noticed_seconds, places: 3)
        json.member("before_mbps", before_mbps, places: 4)
        json.member("noise", noise, places: 4)
        json.member("after_mbps", after_mbps, places: 4)
        json.member("after_low_mbps", afterLow_mbps, places: 4)
        json.member("after_high_mbps", afterHigh_mbps, places: 4)
        json.member("ceiling", ceiling, places: 6)
        json.member("expected_per_day", expectedPerDay, places: 9)
    }

    fileprivate init(_ node: JSONNode) throws(RestoreError) {
        guard let name = node["kind"]?.string, let kind = Self.kinds.first(where: { $0.name == name }) else {
            throw .member("drop")
        }
        let before = try node.number("before_mbps")
        let after = try node.number("after_mbps")
        self.init(
            kind: kind,
            since_seconds: try node.number("since"),
            noticed_seconds: try node.number("noticed"),
            before_mbps: before,
            noise: try node.number("noise"),
            after_mbps: after,
            afterLow_mbps: try node.number("after_low_mbps"),
            afterHigh_mbps: try node.number("after_high_mbps"),
            depth: before > 0 ? after / before : 1,
            ceiling: node["ceiling"]?.double,
            expectedPerDay: try node.number("expected_per_day")
        )
    }
}

extension JSONNode {
    fileprivate func number(_ name: String) throws(RestoreError) -> Double {
        guard let value = self[name]?.double, value.isFinite, value >= 0 else { throw .member(name) }
        return value
    }

    fileprivate func doubles(_ name: String) throws(RestoreError) -> [Double] {
        guard let values = self[name]?.array else { throw .member(name) }
        let doubles = values.compactMap(\.double).filter { $0.isFinite && $0 >= 0 }
        guard doubles.count == values.count else { throw .member(name) }
        return doubles
    }
}
