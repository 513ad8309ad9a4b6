/// An amount of money, in millionths of a currency's unit: sums and products of prices are exact.
package struct Money: Hashable, Sendable, CustomStringConvertible {
    /// The amount in millionths of the currency's unit, such as 10 000 000 for ten dollars.
    package var micros: Int64
    /// The currency by ISO 4217, such as `USD`.
    package var currency: String

    /// Makes an amount of millionths.
    package init(micros: Int64, currency: String) {
        self.micros = micros
        self.currency = currency
    }

    /// Makes an amount of whole and broken units, to the nearest millionth.
    package init(_ units: Double, _ currency: String) {
        self.init(micros: Int64((units * 1e6).rounded()), currency: currency)
    }

    /// The amount in the currency's unit.
    package var units: Double { Double(micros) / 1e6 }

    /// The amount so many times; what no amount can hold becomes the greatest that there is.
    package func times(_ count: Int64) -> Money {
        let (product, overflows) = micros.multipliedReportingOverflow(by: count)
        return Money(micros: overflows ? .max : product, currency: currency)
    }

    /// The amount as people write it, such as `10.00 USD`; fractions of a hundredth only where there are some.
    package var description: String {
        let millionths = Int(micros.magnitude % 1_000_000)
        var digits = millionths.padded(6)
        while digits.utf8.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return "\(micros < 0 ? "-" : "")\(micros.magnitude / 1_000_000).\(digits) \(currency)"
    }
}

/// What is charged past a cap: a price for each begun block.
package struct Overage: Hashable, Sendable {
    /// How much a block holds.
    package var block: ByteCount
    /// What a block costs.
    package var price: Money
    /// The most that is charged in a cycle, in the same currency; `nil` for any amount.
    package var maximum: Money?

    /// Makes a tariff; a block holds a byte at least.
    package init(block: ByteCount, price: Money, maximum: Money? = nil) {
        self.block = max(block, ByteCount(1))
        self.price = price
        self.maximum = maximum
    }

    /// What so much past the cap costs.
    package func cost(of excess: ByteCount) -> Money {
        guard excess > .zero else { return price.times(0) }
        let cost = price.times((excess.bytes - 1) / block.bytes + 1)
        guard let maximum, maximum.micros < cost.micros else { return cost }
        return maximum
    }
}
