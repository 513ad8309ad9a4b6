internal import DatacapCore

/// What a person at a terminal sees of a run: one line that is written over.
struct ProgressLine {
    /// The speed shown is that of at least the last second.
    private static let window = Duration.seconds(1)

    private var recent: [FetchSample] = []
    private var bytes = ByteCount.zero
    private var time = Duration.zero
    private var streams = 0
    private var failures = 0
    private var lastFailure = ""
    private var state = ""

    /// The characters to write after an event; they begin by going back to the line's start.
    mutating func text(after event: FetchEvent) -> String {
        switch event {
        case .started: return ""
        case .sample(let sample): take(sample)
        case .transfer: return ""
        case .failure(_, let reason, let detail, _, _):
            failures += 1
            lastFailure = " (\(reason.rawValue): \(detail.filter { !$0.isNewline }))"
        case .paused:
            (state, recent, streams) = ("  paused", [], 0)
        case .resumed: state = ""
        case .finished: return line(speed: nil) + "\n"
        }
        return line(speed: BitRate(ByteCount(recent.reduce(0) { $0 + $1.total.bytes }), over: recentTime))
    }

    private var recentTime: Duration { recent.reduce(.zero) { $0 + $1.interval } }

    private mutating func take(_ sample: FetchSample) {
        recent.append(sample)
        while let first = recent.first, recentTime - first.interval >= Self.window { recent.removeFirst() }
        bytes += sample.total
        time = time + sample.interval
        streams = sample.streams
    }

    private func line(speed: BitRate?) -> String {
        let now = speed.map { "\($0.megabitsPerSecond.fixed(2)) Mbit/s  " } ?? ""
        let average = "average \(BitRate(bytes, over: time).megabitsPerSecond.fixed(2)) Mbit/s"
        let amount = "\(bytes.gigabytes.fixed(3)) GB in \(time.seconds.fixed(1)) s"
        let trouble = failures == 0 ? "" : "  \(failures) failed\(lastFailure)"
        let flow = speed == nil ? "" : "  \(streams) streams\(state)"
        return "\r\u{1B}[K\(now)\(average)  \(amount)\(flow)\(trouble)"
    }
}

extension Double {
    /// The number with so many digits after the point.
    fileprivate func fixed(_ places: Int) -> String {
        let scale = (0..<places).reduce(1) { product, _ in product * 10 }
        guard let scaled = Int64(exactly: (magnitude * Double(scale)).rounded()) else { return description }
        let fraction = String(scaled % Int64(scale))
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(self < 0 ? "-" : "")\(scaled / Int64(scale)).\(zeros)\(fraction)"
    }
}
