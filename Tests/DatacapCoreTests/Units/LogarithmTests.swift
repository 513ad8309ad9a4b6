import Foundation
import Testing

@testable import DatacapCore

@Suite struct LogarithmTests {
    @Test(arguments: [1e-9, 0.3, 0.5, 1, 1.414, 1.415, 2, 3, 10, 941e6, 1e300])
    func `logarithms are those of the library`(value: Double) {
        #expect(abs(value.binaryLogarithm - Foundation.log2(value)) < 1e-11 * max(1, abs(Foundation.log2(value))))
        #expect(abs(value.naturalLogarithm - Foundation.log(value)) < 1e-11 * max(1, abs(Foundation.log(value))))
    }

    @Test(arguments: [-20.5, -1, -0.49, 0, 0.3, 0.51, 1, 29.81, 200])
    func `powers of two are those of the library`(power: Double) {
        let expected = Foundation.exp2(power)
        #expect(abs(Double.twoToThe(power) - expected) <= 1e-12 * expected)
    }

    @Test func `what is out of range is nothing or without bounds`() {
        #expect(Double.twoToThe(-5_000) == 0)
        #expect(Double.twoToThe(5_000) == .infinity)
    }
}
