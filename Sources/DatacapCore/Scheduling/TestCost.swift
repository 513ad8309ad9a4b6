/// What tests take of the budget, learnt from those that were made.
package struct TestCost: Hashable, Sendable {
    /// What a first test is taken to need: nothing is known of the line yet.
    static let unknown = ByteCount(25_000_000)
    /// A line may have become so many times faster since the last test; a test never takes more than that.
    static let surprise: Int64 = 4
    /// The payload of a bounded probe.
    package static let probe = ByteCount(5_000_000)
    /// What a test of the round trip takes at most: a few handshakes.
    package static let latency = ByteCount(64_000)
    /// How many full tests are remembered.
    private static let remembered = 5
    /// What a rate with ±10 % needs of the data of one with ±3 %: the ramp is the same, and the shortest test that
    /// has an interval at all isn't much longer.
    private static let shortShare = 0.6

    private var amounts: [Int64] = []

    /// Knows nothing.
    package init() {}

    /// What a full test is expected to take: the median of the latest.
    package var full: ByteCount {
        guard !amounts.isEmpty else { return Self.unknown }
        return ByteCount(amounts.sorted()[amounts.count / 2])
    }

    /// What a short one needs.
    package var short: ByteCount { ByteCount(Int64(Self.shortShare * Double(full.bytes))) }

    /// The most that a full test may take.
    package var most: ByteCount { ByteCount(max(full.bytes, Self.unknown.bytes) * Self.surprise) }

    /// What the greatest test takes that is within an amount; the smallest that takes payload if none is.
    package func greatest(within left: ByteCount) -> ByteCount {
        [full, short].first { $0 <= left } ?? min(full, Self.probe)
    }

    /// Learns from a test that ended.
    package mutating func learn(_ test: TestRecord) {
        guard test.kind == .full, test.amount > .zero else { return }
        switch test.end {
        case .precision, .time: amounts.append(test.amount.bytes)
        // It wanted more, and nobody knows how much.
        case .amount: amounts.append(test.amount.bytes * 2)
        case .failure, .stopped: return
        }
        if amounts.count > Self.remembered { amounts.removeFirst() }
    }
}
