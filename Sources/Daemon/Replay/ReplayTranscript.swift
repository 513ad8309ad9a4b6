internal import DatacapCore

/// What the detector said of one series, as JSON lines: a refinement is a line of its own, the last one is the verdict.
///
///     {"case":S,"t_detected":s,"kind":K,"t_cleared":s|null,"t_onset":s,"before_mbps":R,"after_mbps":R,
///      "confidence":0–1,"sentence":S}
struct ReplayTranscript {
    private struct Line {
        var detection: Detection
        var detected: Duration
        var cleared: Duration?
    }

    private let title: String
    private var lines: [Line] = []

    /// Begins the transcript of a series.
    init(title: String) { self.title = title }

    /// Notes what the detector said.
    mutating func note(_ event: DetectionEvent, at now: Duration) {
        switch event {
        case .raised(let detection), .refined(let detection):
            // An accusation that is taken back ends here.
            if !detection.accuses { end(detection.number, at: now) }
            guard detection.kind.isCause else { return }
            lines.append(Line(detection: detection, detected: now))
        case .cleared(let detection, _):
            end(detection.number, at: now)
        }
    }

    /// The lines, without ends of line.
    var json: [[UInt8]] {
        lines.map { line in
            JSONWriter.object { json in
                json.member("case", title)
                json.member("t_detected", line.detected.seconds, places: 3)
                json.member("kind", line.detection.kind.name)
                json.member("t_cleared", line.cleared?.seconds, places: 3)
                json.member("t_onset", line.detection.since.seconds, places: 3)
                json.member("before_mbps", line.detection.before?.rate.megabitsPerSecond, places: 3)
                json.member("after_mbps", line.detection.after?.rate.megabitsPerSecond, places: 3)
                json.member("confidence", line.detection.confidence, places: 2)
                json.member("sentence", line.detection.sentence())
            }
        }
    }

    /// Ends what was said under that number.
    private mutating func end(_ number: Int, at now: Duration) {
        for index in lines.indices where lines[index].detection.number == number && lines[index].cleared == nil {
            lines[index].cleared = now
        }
    }
}

extension Detection.Kind {
    /// Whether it names a cause on the line; a slowness without one is not a verdict.
    fileprivate var isCause: Bool {
        switch self {
        case .throttled, .burstShaping, .policing, .congestion, .targetSlow, .outage: true
        case .undecided, .localLimit: false
        }
    }
}
