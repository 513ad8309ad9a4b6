/// How many scheduled tests in a row this line is slow by itself, and so how surprising a run of now is.
///
/// The counterpart of `ExcursionMemory` for tests far apart: the rate of runs longer than `n` falls about as `1/n³`.
struct RunMemory: Hashable, Sendable {
    /// Runs of at least one test below each rung, for each test, on lines in general.
    private static let priorRuns = [0.04, 0.02, 0.01, 0.005]
    private static let priorWeight = 100.0
    private static let halving = 4_000.0

    let rungs: [Double]
    private(set) var cubes: [Double]
    private(set) var observed: Double

    init(slowRatio: Double) {
        rungs = [slowRatio, slowRatio * 0.7, slowRatio * 0.42, slowRatio * 0.14]
        cubes = [0, 0, 0, 0]
        observed = 0
    }

    /// Takes over what another memory held; what has another shape is left out.
    mutating func restore(cubes: [Double], observed: Double) {
        guard cubes.count == self.cubes.count, observed >= 0, cubes.allSatisfy({ $0 >= 0 }) else { return }
        self.cubes = cubes
        self.observed = observed
    }

    mutating func watch() {
        observed += 1
        guard observed > 2 * Self.halving else { return }
        observed /= 2
        for rung in cubes.indices { cubes[rung] /= 2 }
    }

    mutating func note(depth: Double, length: Double) {
        for rung in rungs.indices where depth < rungs[rung] { cubes[rung] += length * length * length }
    }

    /// How many runs below that depth as long as that the line makes by itself in so many tests.
    func expected(depth: Double, length: Double, tests: Double) -> Double {
        var rung = 0
        for deeper in rungs.indices where depth < rungs[deeper] { rung = deeper }
        let weight = Self.priorWeight
        let rate = (Self.priorRuns[rung] * weight + cubes[rung]) / (weight + observed)
        return rate * tests / max(length * length * length, 1)
    }
}
