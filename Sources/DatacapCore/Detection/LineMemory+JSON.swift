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
        let saved = try SavedMembers(node)
        guard try saved.count("version") == 1 else { throw .member("version") }
        guard try saved.texts("urls") == urls else { return nil }
        var onsets: [Onset] = []
        for onset in try saved.objects("onsets") {
            onsets.append(
                Onset(usage_bytes: try onset.number("usage_bytes"), cyclesAgo: try onset.count("cycles_ago"))
            )
        }
        return LineMemory(
            dips: try saved.numbers("dips"),
            dipsObserved_seconds: try saved.number("dips_observed_seconds"),
            onsets: onsets,
            usage_bytes: try saved.number("usage_bytes"),
            tests: try ScheduledDetector.State(saved)
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

    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        var tests: [ScheduledDetector.Test] = []
        for test in try saved.objects("tests") {
            let time = try test.number("time")
            guard let timestamp = Timestamp(seconds: time) else { throw .member("time") }
            tests.append(
                ScheduledDetector.Test(
                    time_seconds: time,
                    rate_mbps: try test.number("mbps"),
                    target: try test.integer("target"),
                    hour: HourOfWeekBaseline.hour(of: timestamp),
                    isUsual: try test.flag("usual"),
                    usage_bytes: test.has("usage_bytes") ? try test.number("usage_bytes") : nil
                )
            )
        }
        let hours = try saved.numberLists("hours")
        guard hours.count == HourOfWeekBaseline.hours else { throw .member("hours") }
        self.init(
            tests: tests,
            hours: hours.map { $0.map { Float($0) } },
            runs: try saved.numbers("runs"),
            testsObserved: try saved.number("tests_observed"),
            ceilings_mbps: try saved.numbers("ceilings_mbps"),
            drop: saved.has("drop") ? try LevelDrop(saved.object("drop")) : nil
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
        json.member("ruled_out", isRuledOut)
    }

    fileprivate init(_ saved: SavedMembers) throws(RestoreError) {
        let name = try saved.text("kind")
        guard let kind = Self.kinds.first(where: { $0.name == name }) else { throw .member("kind") }
        let before = try saved.number("before_mbps")
        let after = try saved.number("after_mbps")
        self.init(
            kind: kind,
            since_seconds: try saved.number("since"),
            noticed_seconds: try saved.number("noticed"),
            before_mbps: before,
            noise: try saved.number("noise"),
            after_mbps: after,
            afterLow_mbps: try saved.number("after_low_mbps"),
            afterHigh_mbps: try saved.number("after_high_mbps"),
            depth: before > 0 ? after / before : 1,
            ceiling: saved.has("ceiling") ? try saved.number("ceiling") : nil,
            expectedPerDay: try saved.number("expected_per_day")
        )
        isRuledOut = saved.has("ruled_out") ? try saved.flag("ruled_out") : false
    }
}
