extension Double {
    private static let naturalOfTwo = 0.693_147_180_559_945_3

    /// The logarithm to base 2 of a number above 0, right to 12 digits: the core has no library of mathematics.
    var binaryLogarithm: Double {
        var mantissa = significand
        var power = Double(exponent)
        if mantissa > 1.414_213_56 {
            mantissa /= 2
            power += 1
        }
        // ln m = 2 artanh((m − 1) / (m + 1)), whose series is short for what is near 1.
        let part = (mantissa - 1) / (mantissa + 1)
        var sum = 0.0
        for odd in stride(from: 17.0, through: 1, by: -2) { sum = sum * part * part + 1 / odd }
        return power + 2 * part * sum / Self.naturalOfTwo
    }

    /// The natural logarithm of a number above 0.
    var naturalLogarithm: Double { binaryLogarithm * Self.naturalOfTwo }

    /// The base of the natural logarithm to the power of a number.
    static func e(_ power: Double) -> Double { twoToThe(power / naturalOfTwo) }

    /// Two to the power of a number.
    static func twoToThe(_ power: Double) -> Double {
        guard power.magnitude < 1_000 else { return power > 0 ? .infinity : 0 }
        let whole = power.rounded()
        let rest = (power - whole) * naturalOfTwo
        var sum = 1.0
        for term in stride(from: 14.0, through: 1, by: -1) { sum = 1 + sum * rest / term }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }
}
