/// A line and the household on it, as a simulation makes them up: the same from the same seed.
///
/// The household's use follows the hour of the day and of the week, minute by minute: it either loads the line or
/// hardly uses it. The line sags a little in the evening, drifts from hour to hour, and is held down by the provider
/// once the cycle has used what the plan secretly allows.
package struct SimulatedHome: Sendable {
    /// How the day's use is spread over its hours, by the local clock; it adds up to about 1.
    private static let hourly: [Double] = [
        0.025, 0.015, 0.008, 0.006, 0.006, 0.008, 0.015, 0.03, 0.035, 0.035, 0.035, 0.035, 0.04, 0.04, 0.04, 0.045,
        0.05, 0.06, 0.075, 0.09, 0.1, 0.095, 0.07, 0.042,
    ]
    /// What is always there, in Mbit/s.
    private static let background_mbps = 0.3
    /// How fast the household loads the line, in Mbit/s, if the line can.
    private static let load_mbps = 25.0

    /// What the line gives.
    package var rate = BitRate.megabits(100)
    /// What it gives once it is held down.
    package var heldRate = BitRate.megabits(10)
    /// What the cycle may use before it is held down; `nil` for any amount.
    package var heldAfter: ByteCount?
    /// What the household uses on a weekday, both directions together; half as much again on days of the weekend.
    package var daily = ByteCount.gigabytes(8)
    /// The scatter of quarters of a second, as a share of the rate.
    package var noise = 0.03
    /// What all of it is made of.
    package var seed: UInt64

    /// Makes a home.
    package init(seed: UInt64) { self.seed = seed }

    /// What the household takes of the line in the minute that a point in time lies in.
    func use(at time: Timestamp, _ local: LocalTime, capacity: BitRate) -> BitRate {
        let isWeekend = local.weekday == .saturday || local.weekday == .sunday
        let hour_bits = Self.hourly[local.hour] * Double(daily.bytes) * 8 * (isWeekend ? 1.5 : 1)
        let load = min(Self.load_mbps, 0.6 * capacity.megabitsPerSecond)
        let duty = hour_bits / 3_600 / 1e6 / load
        let minute = time.milliseconds.flooredDivision(by: 60_000)
        return .megabits(chance(minute, 1) < duty ? load : Self.background_mbps)
    }

    /// What the line can carry.
    func capacity(at time: Timestamp, _ local: LocalTime, used: ByteCount) -> BitRate {
        let sag = (19...22).contains(local.hour) ? 0.95 : 1
        let drift = 1 + 0.02 * (2 * chance(time.milliseconds.flooredDivision(by: 3_600_000), 2) - 1)
        let free = rate * (sag * drift)
        guard let heldAfter, used >= heldAfter else { return free }
        return min(free, heldRate)
    }

    private func chance(_ place: Int64, _ use: UInt64) -> Double {
        var random = SplitMix64(seed: seed &+ use &* 0x9E37_79B9 ^ UInt64(bitPattern: place &* 2_654_435_761))
        _ = random.next()
        return random.nextUnit()
    }
}
