/// How the test has been using the line: what tells who could be a second witness.
struct LineUse: Hashable, Sendable {
    /// A target that brought nothing for so long isn't in use.
    private static let unusedTime = Duration.seconds(30)

    /// The speed in the latest sample.
    private(set) var rate = BitRate.zero
    /// The IP family of the test's connections.
    private(set) var ipVersion: FetchOrder.IPVersion?
    /// Whether a probe found no way by the other one.
    var isOtherFamilyDead = false
    /// When each of the order's URLs last brought data.
    private var lastData: [Int: Duration] = [:]

    /// Takes in what the test brought.
    mutating func take(_ sample: FetchSample, at now: Duration) {
        rate = BitRate(sample.total, over: sample.interval)
        ipVersion = sample.machine.ipVersion ?? ipVersion
        for (index, bytes) in sample.bytes.enumerated() where bytes > 0 { lastData[index] = now }
    }

    /// The URL that brought data last, by its index; the first of equals.
    var latest: Int { lastData.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0 }

    /// Whether the test doesn't use a URL now.
    func isUnused(_ index: Int, at now: Duration) -> Bool { now - (lastData[index] ?? .zero) >= Self.unusedTime }
}
