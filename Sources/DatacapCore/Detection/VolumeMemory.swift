/// The volumes at which throttling may be expected, and those at which it began in earlier cycles.
struct VolumeMemory: Sendable {
    private struct Onset: Sendable {
        var usage_bytes: Double
        var cycle: Int
    }

    /// How far from the volume an onset may lie, as a share: the meters of both sides disagree by so much.
    static let tolerance = 0.06
    /// By how much a match lowers the odds of a natural dip: about so much of a cycle is not near any one volume.
    static let odds = 0.1
    private static let most = 8

    private let cap: ByteCount?
    private var onsets = RingBuffer<Onset>(capacity: most)
    private var usage_bytes = 0.0
    private var cycle = 0

    init(cap: ByteCount?) { self.cap = cap }

    /// Follows what the cycle has cost; less than before begins another cycle.
    mutating func follow(_ usage: Double) {
        if usage < 0.5 * usage_bytes { cycle += 1 }
        usage_bytes = usage
    }

    mutating func note(onset_bytes: Double) { onsets.append(Onset(usage_bytes: onset_bytes, cycle: cycle)) }

    func match(_ usage_bytes: Double) -> VolumeMatch? { match(usage_bytes...usage_bytes) }

    /// The volume that lies in a range of usage, or near it.
    func match(_ usage_bytes: ClosedRange<Double>) -> VolumeMatch? {
        if let cap, cap > .zero, Self.isNear(usage_bytes, Double(cap.bytes)) {
            return VolumeMatch(volume: cap, source: .cap)
        }
        for index in 0..<onsets.count
        where onsets[index].cycle < cycle && Self.isNear(usage_bytes, onsets[index].usage_bytes) {
            return VolumeMatch(volume: ByteCount(Int64(onsets[index].usage_bytes)), source: .earlierOnset)
        }
        return nil
    }

    /// The latest onsets and what the cycle had cost, to be kept.
    var kept: (onsets: [LineMemory.Onset], usage_bytes: Double) {
        let onsets = (0..<onsets.count).map { index in
            LineMemory.Onset(
                usage_bytes: self.onsets[index].usage_bytes,
                cyclesAgo: cycle - self.onsets[index].cycle
            )
        }
        return (onsets, usage_bytes)
    }

    /// Takes over what another memory kept.
    mutating func restore(onsets: [LineMemory.Onset], usage_bytes: Double) {
        cycle = onsets.map(\.cyclesAgo).max() ?? 0
        self.usage_bytes = usage_bytes
        for onset in onsets {
            self.onsets.append(Onset(usage_bytes: onset.usage_bytes, cycle: cycle - onset.cyclesAgo))
        }
    }

    private static func isNear(_ usage_bytes: ClosedRange<Double>, _ volume_bytes: Double) -> Bool {
        let margin = tolerance * volume_bytes
        return usage_bytes.lowerBound - margin <= volume_bytes && volume_bytes <= usage_bytes.upperBound + margin
    }
}
