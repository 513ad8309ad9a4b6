/// Looks for the day on which a provider begins to count anew, in the times at which a line became fast again.
struct ResetSearch {
    private let curve: CycleCurve

    /// How much faster a line must become, as a logarithm to base 2, and for how long it must have been slow.
    private static let leastRise = 0.4
    private static let leastSlow_seconds = 24.0 * 3_600
    private static let day_milliseconds: Int64 = 86_400_000

    /// Takes the curve of a line whose cycle isn't known.
    init(_ curve: CycleCurve) { self.curve = curve }

    /// What the cycles say that begin on the day that explains most; it takes two that agree.
    func finding(cap: ByteCount?) -> CapFinding {
        var best: FoundCap?
        for day in days {
            guard case .found(var found) = CycleComparison(cycles(from: day)).finding(cap: cap) else { continue }
            let cycles = found.stages.map(\.cycles).max() ?? 0
            guard cycles >= 2, cycles > best?.stages.map(\.cycles).max() ?? 0 else { continue }
            found.resetDay = day
            best = found
        }
        return best.map { .found($0) } ?? .unknown(rises.isEmpty ? .noSlowdown(upTo: most) : .resetUnknown)
    }

    private var most: ByteCount { ByteCount(Int64(curve.usage_bytes)) }

    /// The places at which the line became fast after a day or more of being slow.
    private var rises: [Int] {
        var rises: [Int] = []
        let pieces = curve.pieces
        for index in pieces.indices.dropFirst() {
            let level = pieces[index].level
            guard level - pieces[index - 1].level >= Self.leastRise else { continue }
            var first = index - 1
            while first > 0, pieces[first - 1].level < level - Self.leastRise { first -= 1 }
            if pieces[index - 1].ended_seconds - pieces[first].began_seconds >= Self.leastSlow_seconds {
                rises.append(index)
            }
        }
        return rises
    }

    /// The days of the month on which the line became fast twice or more.
    private var days: [Int] {
        var counts = Array(repeating: 0, count: 32)
        for index in rises {
            if let time = Timestamp(seconds: curve.pieces[index].began_seconds) { counts[time.date.day] += 1 }
        }
        return (1...28).filter { counts[$0] >= 2 }
    }

    /// The curve, cut into months that begin on a day: where the line became fast on it, else at midnight (UTC).
    private func cycles(from day: Int) -> [CycleCurve] {
        guard let first = curve.pieces.first, let begin = Timestamp(seconds: first.began_seconds) else { return [] }
        let rises = rises.map { curve.pieces[$0].began_seconds }
        var cuts: [Timestamp] = []
        var (year, month) = (begin.date.year, begin.date.month - 1)
        if month == 0 { (year, month) = (year - 1, 12) }
        while let date = CivilDate(year: year, month: month, day: day) {
            let midnight = Timestamp(milliseconds: Int64(date.daysSince1970) * Self.day_milliseconds)
            let rise = rises.first { (0..<86_400).contains($0 - midnight.seconds) }
            cuts.append(rise.flatMap { Timestamp(seconds: $0) } ?? midnight)
            guard midnight.seconds <= curve.seen_seconds else { break }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return zip(cuts, cuts.dropFirst()).compactMap { part(BillingCycle(start: $0, end: $1)) }
    }

    /// The part of the curve that lies in a cycle, by what that cycle had used.
    private func part(_ cycle: BillingCycle) -> CycleCurve? {
        let inside = curve.pieces.filter { piece in
            piece.began_seconds >= cycle.start.seconds && piece.began_seconds < cycle.end.seconds
        }
        guard let base_bytes = inside.first?.firstStart_bytes, let last = inside.last else { return nil }
        let pieces = inside.map { $0.moved(by: -base_bytes) }
        return CycleCurve(
            cycle,
            pieces: pieces,
            usage_bytes: last.lastEnd_bytes - base_bytes,
            seen_seconds: last.ended_seconds,
            carried_bytes: []
        )
    }
}

extension CurvePiece {
    /// The piece with another zero of the usage.
    fileprivate func moved(by bytes: Double) -> CurvePiece {
        var moved = self
        moved.firstStart_bytes += bytes
        moved.firstEnd_bytes += bytes
        moved.lastStart_bytes += bytes
        moved.lastEnd_bytes += bytes
        return moved
    }
}
