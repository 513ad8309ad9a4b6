extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        let (whole, attoseconds) = components
        return Double(whole) + Double(attoseconds) * 1e-18
    }

    /// The duration in whole nanoseconds, towards zero; 292 years at most.
    package var nanoseconds: Int64 {
        let (whole, attoseconds) = components
        return whole &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }

    /// The duration in whole microseconds, towards zero.
    package var microseconds: Int64 { nanoseconds / 1_000 }

    /// The duration in whole milliseconds, towards zero.
    package var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
