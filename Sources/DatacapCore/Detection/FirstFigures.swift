/// The baseline as the first figures give it, until the detector has seen enough of the line to know better.
struct FirstFigures: Hashable, Sendable {
    /// How many figures without slow start make a baseline.
    static let count = 10

    private var rates: [Double] = []

    /// The median of the first figures; `nil` until there are enough.
    private(set) var baseline: BitRate?

    /// Takes a figure in; once there is a baseline, it stays.
    mutating func take(_ figure: SpeedFigure) {
        guard baseline == nil, figure.isSettled else { return }
        rates.append(figure.rate.bitsPerSecond)
        guard rates.count == Self.count else { return }
        rates.sort()
        baseline = BitRate(bitsPerSecond: (rates[Self.count / 2 - 1] + rates[Self.count / 2]) / 2)
        rates = []
    }
}
