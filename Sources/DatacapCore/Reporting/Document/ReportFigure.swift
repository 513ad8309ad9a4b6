/// Figures as a report tells them.
enum ReportFigure {
    /// An amount such as `1198 GB`: GB throughout, so that figures compare.
    static func amount(_ amount: ByteCount) -> String {
        amount.bytes >= 1_000_000_000 || amount == .zero
            ? "\(amount.gigabytes.significant) GB" : AlertValue.amount(amount).text
    }

    /// An amount in GB with two decimal places, for columns.
    static func gigabytes(_ amount: ByteCount) -> String { fixed(amount.gigabytes, places: 2) }

    /// A speed such as `18.4 Mbit/s`.
    static func rate(_ rate: BitRate) -> String { rate.plain }

    /// A speed in Mbit/s with a decimal place, for columns.
    static func megabits(_ rate: BitRate) -> String { fixed(rate.megabitsPerSecond, places: 1) }

    /// A speed with its range, such as `10.2 Mbit/s (9.8 to 10.6)`.
    static func interval(_ interval: RateInterval) -> String {
        let low = interval.low.megabitsPerSecond.significant
        return "\(rate(interval.rate)) (\(low) to \(interval.high.megabitsPerSecond.significant))"
    }

    /// A length of time in its two largest units.
    static func duration(_ duration: Duration) -> String { AlertValue.time(duration).text }

    /// A duration in milliseconds, for columns.
    static func milliseconds(_ duration: Duration?) -> String {
        duration.map { fixed($0.seconds * 1_000, places: 1) } ?? ""
    }

    /// A share of a whole, such as `82 %`; nothing of no whole.
    static func share(_ part: ByteCount, of whole: ByteCount) -> String? {
        whole > .zero ? AlertValue.share(Double(part.bytes) / Double(whole.bytes)).text : nil
    }

    /// A number with so many decimal places, never in powers of ten.
    static func fixed(_ number: Double, places: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<places { scale *= 10 }
        guard let whole = Int64(exactly: (number * Double(scale)).rounded()) else { return number.plain }
        let magnitude = whole.magnitude
        let sign = whole < 0 ? "-" : ""
        let units = "\(sign)\(magnitude / UInt64(scale))"
        return places == 0 ? units : "\(units).\(Int(magnitude % UInt64(scale)).padded(places))"
    }
}

extension ZoneRules {
    /// A time as the zone's clocks show it, such as `2026-11-22 21:12:25 +01:00`.
    func stamp(_ time: Timestamp) -> String {
        let local = local(time)
        let seconds = Int(local.offset.seconds)
        let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) / 60 % 60)
        let offset = "\(seconds < 0 ? "-" : "+")\(hours.padded(2)):\(minutes.padded(2))"
        return "\(local.date) \(clock(time)):\(local.second.padded(2)) \(offset)"
    }

    /// A time to the minute, such as `2026-11-22 21:12`.
    func minute(_ time: Timestamp) -> String { "\(local(time).date) \(clock(time))" }

    /// The time of the day, such as `21:12`.
    func clock(_ time: Timestamp) -> String {
        let local = local(time)
        return "\(local.hour.padded(2)):\(local.minute.padded(2))"
    }
}
