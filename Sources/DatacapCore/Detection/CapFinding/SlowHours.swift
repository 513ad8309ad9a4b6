/// How often a line dips at each hour of the day before a step: evenings explain slow points.
struct SlowHours {
    private static let leastDays = 3.0
    /// How often the hour must be slow.
    private static let leastShare = 0.3
    /// A piece that is longer belongs to no hour.
    private static let longest_seconds = 6.0 * 3_600
    private var slow = Array(repeating: 0.0, count: 24)
    private var all = Array(repeating: 0.0, count: 24)

    /// Counts a piece.
    mutating func count(_ piece: CurvePiece, isSlow: Bool) {
        guard let hour = Self.hour(of: piece) else { return }
        all[hour] += 1
        if isSlow { slow[hour] += 1 }
    }

    /// How likely a slow piece is at its hour; `nil` if the hour doesn't explain it.
    func share(at piece: CurvePiece) -> Double? {
        guard let hour = Self.hour(of: piece), all[hour] >= Self.leastDays else { return nil }
        let share = slow[hour] / (all[hour] + 0.5)
        return share >= Self.leastShare ? share : nil
    }

    /// The hour (UTC) in the middle of a piece.
    private static func hour(of piece: CurvePiece) -> Int? {
        guard piece.ended_seconds - piece.began_seconds <= longest_seconds else { return nil }
        let middle = (piece.began_seconds + piece.ended_seconds) / 2
        let hours = (middle / 3_600).rounded(.down)
        return Int(hours - 24 * (hours / 24).rounded(.down))
    }
}
