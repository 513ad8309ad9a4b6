/// How long and how deep this line dips by itself, and so how surprising a dip of now is.
///
/// For some depths ("rungs") it notes every stay below that ended by itself. Stays on real lines have a heavy tail:
/// the rate of those longer than `t` falls about as `1/t²` (measured on 46 h of untouched lines of every kind,
/// see docs/detection.md). With that exponent one number a rung is a sufficient record, the sum of the squared
/// lengths, and the expected number of stays longer than `t` in a time has a closed form:
///
///     rate(t) = (prior · weight + Σ lengthᵢ²) / ((weight + observed) · t²)
///
/// The prior is what lines in general do, worth `weight` of watching; the line's own record outweighs it in time.
struct ExcursionMemory: Sendable {
    /// Stays of at least 10 s below each rung in a day, on lines in general, after the public traces.
    private static let priorStaysPerDay = [400.0, 200, 80, 20]
    private static let priorLength_seconds = 10.0
    private static let priorWeight_seconds = 900.0
    /// Lines with less scatter than that dip less often, in proportion, down to a share.
    private static let commonNoise = 0.3
    private static let calmest = 0.1
    /// What a line did so long ago counts half.
    private static let halving_seconds = 86_400.0
    private static let day_seconds = 86_400.0

    /// The shares of the usual speed that stays are told apart by, from shallow to deep.
    let rungs: [Double]
    /// Since when the line has been below each rung, if it is.
    private(set) var since_seconds: [Double?]
    private var squares: [Double]
    private var observed_seconds = 0.0

    init(slowRatio: Double) {
        rungs = [slowRatio, slowRatio * 0.7, slowRatio * 0.42, slowRatio * 0.14]
        since_seconds = [nil, nil, nil, nil]
        squares = [0, 0, 0, 0]
    }

    /// What is to be kept: the sums of squared lengths, and over how long.
    var kept: (squares: [Double], observed_seconds: Double) { (squares, observed_seconds) }

    /// Takes over what another memory kept; what has another shape is left out.
    mutating func restore(squares: [Double], observed_seconds: Double) {
        guard squares.count == self.squares.count else { return }
        self.squares = squares
        self.observed_seconds = observed_seconds
    }

    var isBelow: Bool { since_seconds[0] != nil }

    /// Takes in time spent watching the line as it usually is.
    mutating func watch(_ gap_seconds: Double) {
        observed_seconds += gap_seconds
        guard observed_seconds > 2 * Self.halving_seconds else { return }
        observed_seconds /= 2
        for rung in squares.indices { squares[rung] /= 2 }
    }

    /// The line is below a rung, and has been since then.
    mutating func enter(_ rung: Int, since time_seconds: Double) {
        if since_seconds[rung] == nil { since_seconds[rung] = time_seconds }
    }

    /// The line is above a rung: a stay that was is noted.
    mutating func leave(_ rung: Int, at time_seconds: Double) {
        guard let since = since_seconds[rung] else { return }
        squares[rung] += (time_seconds - since) * (time_seconds - since)
        since_seconds[rung] = nil
    }

    /// Notes a dip down to that share of the usual speed that had been taken for more than it was.
    mutating func note(depth: Double, length_seconds: Double) {
        for rung in rungs.indices where depth < rungs[rung] { squares[rung] += length_seconds * length_seconds }
    }

    /// Ends all stays without noting them.
    mutating func forgetStays() {
        for rung in since_seconds.indices { since_seconds[rung] = nil }
    }

    /// How many stays below a rung as long as that this line makes by itself in a day.
    ///
    /// - Parameters:
    ///   - rung: The rung.
    ///   - length_seconds: The length of the stay.
    ///   - noise: The scatter of the line as it usually is, as a share.
    /// - Returns: The expected number.
    func expectedPerDay(_ rung: Int, length_seconds: Double, noise: Double) -> Double {
        let stays = Self.priorStaysPerDay[rung] * min(max(noise / Self.commonNoise, Self.calmest), 1)
        let prior = stays / Self.day_seconds * Self.priorLength_seconds * Self.priorLength_seconds
        let weight = Self.priorWeight_seconds
        let rate = (prior * weight + squares[rung]) / (weight + observed_seconds)
        return rate * Self.day_seconds / max(length_seconds * length_seconds, 1)
    }
}
