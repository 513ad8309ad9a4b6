/// A speed, in bits a second.
package struct BitRate: Hashable, Comparable, Sendable {
    /// No data at all.
    package static let zero = BitRate(bitsPerSecond: 0)

    /// The speed in bits a second.
    package var bitsPerSecond: Double

    /// Makes a speed of so many bits a second.
    package init(bitsPerSecond: Double) { self.bitsPerSecond = bitsPerSecond }

    /// Makes the mean speed of an amount of data over a time.
    ///
    /// - Returns: Zero when no time passed: there is no speed without time.
    package init(_ amount: ByteCount, over duration: Duration) {
        let seconds = duration.seconds
        bitsPerSecond = seconds > 0 ? Double(amount.bytes) * 8 / seconds : 0
    }

    /// Makes a speed of so many Mbit/s, 10^6 bits a second.
    package static func megabits(_ count: Double) -> BitRate { BitRate(bitsPerSecond: count * 1e6) }

    /// The speed in Mbit/s, 10^6 bits a second.
    package var megabitsPerSecond: Double { bitsPerSecond / 1e6 }

    /// The speed as a person reads it, such as `18.4 Mbit/s`.
    var plain: String { "\(megabitsPerSecond.significant) Mbit/s" }

    /// The speed in bytes a second, the unit of metrics.
    package var bytesPerSecond: Double { bitsPerSecond / 8 }

    /// Adds two speeds.
    package static func + (left: BitRate, right: BitRate) -> BitRate {
        BitRate(bitsPerSecond: left.bitsPerSecond + right.bitsPerSecond)
    }

    package static func < (left: BitRate, right: BitRate) -> Bool { left.bitsPerSecond < right.bitsPerSecond }

    /// Scales a speed.
    package static func * (rate: BitRate, factor: Double) -> BitRate {
        BitRate(bitsPerSecond: rate.bitsPerSecond * factor)
    }
}
