/// Random numbers that are the same in every run (SplitMix64).
package struct Dice: Sendable {
    private var state: UInt64

    /// Makes dice that fall as the seed says.
    package init(seed: UInt64) { state = seed }

    /// A number from 0 to 1, without 1.
    package mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }

    /// A number of a range.
    package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// A whole number of a range.
    package mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform() * Double(range.count))
    }

    /// Whether something with that chance happens.
    package mutating func happens(_ chance: Double) -> Bool { uniform() < chance }

    /// Nearly normal, with mean 0 and deviation 1: the sum of twelve uniform numbers.
    package mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += uniform() }
        return sum
    }
}
