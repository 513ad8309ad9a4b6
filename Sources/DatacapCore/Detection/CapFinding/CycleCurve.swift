/// The speed of one cycle by what the cycle had used, in bounded memory.
///
/// When it has too many pieces, those neighbours are joined that differ the least, so that a step stays where it was
/// to the very point, however long the cycle is.
package struct CycleCurve: Hashable, Sendable {
    /// How many pieces a curve has at most while its cycle runs, a test an hour of a month, and when that is over.
    static let most = 768
    static let mostWhenOver = 384
    /// Classes of speed: four an octave, from 2^16 bits a second on.
    static let classes = 76
    private static let lowestClass = 16.0
    private static let classesInOctave = 4.0

    /// The cycle.
    package let cycle: BillingCycle
    /// The pieces, the oldest first.
    private(set) var pieces: [CurvePiece] = []
    /// What the cycle has used so far, in bytes, and when that was, in seconds since 1970.
    private(set) var usage_bytes = 0.0
    private(set) var seen_seconds = 0.0
    /// For each class of speed, what the cycle had used when the line was last seen to carry as much; −1 for never.
    private(set) var carried_bytes: [Double]
    /// How many pieces it may have.
    private var limit: Int

    /// Makes the curve of a cycle of which nothing is known.
    package init(_ cycle: BillingCycle) { self.init(cycle, limit: Self.most) }

    init(_ cycle: BillingCycle, limit: Int) {
        self.cycle = cycle
        self.limit = limit
        carried_bytes = Array(repeating: -1, count: Self.classes)
    }

    /// Makes a curve of parts; what makes no sense is left out.
    init(
        _ cycle: BillingCycle,
        pieces: [CurvePiece],
        usage_bytes: Double,
        seen_seconds: Double,
        carried_bytes: [Double],
        limit: Int = most
    ) {
        self.init(cycle, limit: limit)
        for piece in pieces where piece.count >= 1 && piece.level.isFinite {
            if let last = self.pieces.last, last.ended_seconds > piece.began_seconds { continue }
            self.pieces.append(piece)
        }
        self.usage_bytes = usage_bytes
        self.seen_seconds = seen_seconds
        if carried_bytes.count == Self.classes { self.carried_bytes = carried_bytes }
        if self.pieces.count > limit { reduce(to: limit) }
    }

    /// Takes the next point of the cycle; one that is older than the latest is left out.
    package mutating func take(_ point: CapPoint) {
        guard follow(point.usage, at: point.time), !point.isFlawed,
            point.rate.megabitsPerSecond > OutageTrack.nothing_mbps, point.rate.bitsPerSecond.isFinite
        else { return }
        pieces.append(CurvePiece(point))
        if pieces.count > limit { reduce(to: limit * 3 / 4) }
    }

    /// Notes that the line as a whole carried that much, whoever it was for: so it wasn't limited to less.
    ///
    /// - Parameters:
    ///   - rate: The mean speed of an interval.
    ///   - start: What the cycle had used when the interval began.
    package mutating func note(carried rate: BitRate, from start: ByteCount) {
        guard rate.bitsPerSecond > 1, rate.bitsPerSecond.isFinite else { return }
        let highest = Int(
            ((rate.bitsPerSecond.binaryLogarithm - Self.lowestClass) * Self.classesInOctave).rounded(.down)
        )
        guard highest >= 0 else { return }
        for index in 0...min(highest, Self.classes - 1) {
            carried_bytes[index] = max(carried_bytes[index], Double(start.bytes))
        }
    }

    /// What the cycle had used when the line was last seen to carry more than a level; `nil` for never.
    func lastCarried_bytes(above level: Double) -> Double? {
        let place = Int(((level - Self.lowestClass) * Self.classesInOctave).rounded(.up))
        guard place < Self.classes else { return nil }
        let bytes = carried_bytes[max(0, place)]
        return bytes >= 0 ? bytes : nil
    }

    /// The curve from a piece on.
    func from(_ first: Int) -> CycleCurve {
        var rest = self
        rest.pieces.removeFirst(min(first, pieces.count))
        return rest
    }

    /// Joins neighbours, as the cycle is over.
    package mutating func close() {
        limit = min(limit, Self.mostWhenOver)
        if pieces.count > limit { reduce(to: limit) }
    }

    /// Follows the usage; a lower one than before means that it is counted anew, and the curve begins anew.
    private mutating func follow(_ usage: ByteCount, at time: Timestamp) -> Bool {
        guard time.seconds >= seen_seconds else { return false }
        let bytes = Double(usage.bytes)
        if bytes < 0.99 * usage_bytes {
            pieces.removeAll(keepingCapacity: true)
            carried_bytes = Array(repeating: -1, count: Self.classes)
            usage_bytes = 0
        }
        usage_bytes = max(usage_bytes, bytes)
        seen_seconds = time.seconds
        return true
    }

    private mutating func reduce(to count: Int) {
        var losses = zip(pieces, pieces.dropFirst()).map { $0.loss(with: $1) }
        while pieces.count > max(count, 1) {
            var least = 0
            for index in losses.indices where losses[index] < losses[least] { least = index }
            pieces[least] = pieces[least].joined(with: pieces[least + 1])
            pieces.remove(at: least + 1)
            losses.remove(at: least)
            if least < losses.count { losses[least] = pieces[least].loss(with: pieces[least + 1]) }
            if least > 0 { losses[least - 1] = pieces[least - 1].loss(with: pieces[least]) }
        }
    }
}
