internal import DatacapCore

/// Runs recorded samples through the product's own detector, in the default configuration: `datacap replay`.
package struct ReplayRunner: Sendable {
    private let folder: String
    private var settings = DetectorSettings()

    /// Makes a runner over every `*.csv` of a folder.
    ///
    /// - Parameters:
    ///   - folder: Where the recordings are.
    ///   - toleratedPerDay: The detector's sensitivity; `nil` for the default one.
    package init(folder: String, toleratedPerDay: Double? = nil) {
        self.folder = folder
        if let toleratedPerDay { settings.tolerated_accusations_per_day = toleratedPerDay }
    }

    /// Replays all series.
    ///
    /// - Parameter line: Takes each JSON line, without its end.
    /// - Returns: How many samples were replayed, and how long the detector took for them.
    /// - Throws: ``ReplayError``.
    package func run(_ line: ([UInt8]) -> Void) throws(ReplayError) -> (samples: Int, time: Duration) {
        let names = try RecordedSeries.names(in: folder)
        let caps = try caps()
        var samples = 0
        var time = Duration.zero
        for name in names {
            let series = try RecordedSeries(path: "\(folder)/\(name)")
            let title = String(name.dropLast(4))
            var settings = settings
            settings.cap = caps[title]
            var detector = LineDetector(settings: settings)
            var transcript = ReplayTranscript(title: title)
            let clock = ContinuousClock()
            let start = clock.now
            for entry in series.entries {
                for event in detector.observe(entry.sample, at: entry.moment) {
                    transcript.note(event, at: entry.moment.uptime)
                }
            }
            time += clock.now - start
            samples += series.entries.count
            for text in transcript.json { line(text) }
        }
        return (samples, time)
    }

    /// The configured caps of `caps.json`, by series: bytes.
    private func caps() throws(ReplayError) -> [String: ByteCount] {
        let path = "\(folder)/caps.json"
        let text: [UInt8]?
        do { text = try StateFile.read(path) } catch { throw .file(error) }
        guard let text else { return [:] }
        let node: JSONNode
        do { node = try JSONReader.read(text) } catch { throw .caps(file: path, reason: "\(error)") }
        guard case .object(let members) = node.value else { throw .caps(file: path, reason: "must be an object") }
        var caps: [String: ByteCount] = [:]
        for member in members {
            guard let bytes = member.node.double, bytes > 0, bytes < 1e18 else {
                throw .caps(file: path, reason: "\(member.node.position): \(member.name) must be a number of bytes")
            }
            caps[member.name] = ByteCount(Int64(bytes))
        }
        return caps
    }
}
