/// Finds the volume at which a provider slows a line down, from the speed by what each billing cycle has used.
///
/// It keeps a curve for each of the latest cycles, in bounded memory, and judges them only when asked.
package struct CapFinder: Hashable, Sendable {
    /// How many cycles are kept: a year and the current one.
    static let mostCycles = 13
    /// How many pieces the curve of a line has whose cycle isn't known: a year of evenings and mornings.
    static let mostUndated = 2_048
    private static let leastPoints = 10.0
    /// What stands for the cycle where none is known.
    static let always = BillingCycle(start: Timestamp(milliseconds: .min), end: Timestamp(milliseconds: .max))

    /// The curves of cycles, the oldest first.
    private(set) var curves: [CycleCurve] = []
    /// What was seen while nobody knew the cycle; its usage is what was counted in all.
    private(set) var undated: CycleCurve?

    /// Makes a finder that knows nothing.
    package init() {}

    /// Makes a finder of what another one had kept.
    init(curves: [CycleCurve], undated: CycleCurve?) {
        self.curves = Array(curves.suffix(Self.mostCycles))
        self.undated = undated
    }

    /// Takes a point.
    ///
    /// - Parameters:
    ///   - point: The point; those of one cycle in their order.
    ///   - cycle: The billing cycle that it lies in; `nil` if the plan doesn't say, and then the point's usage is what
    ///     was counted since any one day, without end.
    package mutating func take(_ point: CapPoint, in cycle: BillingCycle?) {
        guard let cycle else {
            open()
            undated?.take(point)
            return
        }
        open(cycle)
        if curves.last?.cycle == cycle { curves[curves.count - 1].take(point) }
    }

    /// Notes what the line as a whole carried over some seconds, from a counter: it wasn't limited to less.
    ///
    /// - Parameters:
    ///   - rate: The mean speed of the interval.
    ///   - start: What the cycle had used when the interval began.
    ///   - cycle: The billing cycle; `nil` if it isn't known.
    package mutating func note(carried rate: BitRate, from start: ByteCount, in cycle: BillingCycle?) {
        guard let cycle else {
            open()
            undated?.note(carried: rate, from: start)
            return
        }
        open(cycle)
        if curves.last?.cycle == cycle { curves[curves.count - 1].note(carried: rate, from: start) }
    }

    /// Says what is found so far.
    ///
    /// - Parameter cap: The cap of the plan, if it is known.
    /// - Returns: What is found, or why nothing is.
    package func finding(cap: ByteCount? = nil) -> CapFinding {
        let points = curves.reduce(undated?.pieces.points ?? 0) { $0 + $1.pieces.points }
        guard points >= Self.leastPoints else { return .unknown(.tooFewPoints) }
        guard curves.isEmpty, let undated else { return CycleComparison(curves).finding(cap: cap) }
        return ResetSearch(undated).finding(cap: cap)
    }

    private mutating func open(_ cycle: BillingCycle) {
        if let last = curves.last {
            guard last.cycle != cycle, last.cycle.start < cycle.start else { return }
            curves[curves.count - 1].close()
        }
        curves.append(CycleCurve(cycle))
        if curves.count > Self.mostCycles { curves.removeFirst() }
    }

    private mutating func open() {
        guard undated == nil else { return }
        undated = CycleCurve(Self.always, limit: Self.mostUndated)
    }
}
