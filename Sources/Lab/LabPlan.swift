package import DatacapCore

/// What a lab line does in which order.
package struct LabPlan: Hashable, Sendable {
    /// One stretch of a plan.
    package struct Phase: Hashable, Sendable {
        /// What all connections together get; `nil` for no limit, zero for a stall.
        package var rate: BitRate?
        /// When the next phase begins.
        package var end: End

        /// Makes a phase.
        package init(rate: BitRate?, end: End) {
            self.rate = rate
            self.end = end
        }
    }

    /// What ends a phase.
    package enum End: Hashable, Sendable {
        /// So much was sent in it.
        case after(ByteCount)
        /// So much time passed in it.
        case lasting(Duration)
        /// Nothing.
        case never
    }

    /// The phases; at least one.
    package var phases: [Phase]
    /// Whether the first phase follows the last.
    package var loops = false
    /// What may go at once after a rest, beyond the rate.
    package var burst = ByteCount(65_536)
    /// The share of requests, 0–1, that are answered with 503.
    package var errorShare = 0.0
    /// What `/slow` gets at most, as a slow server on a good line.
    package var slowHostRate = BitRate.megabits(2)

    /// Makes a plan of phases.
    package init(phases: [Phase]) { self.phases = phases }

    /// What `--demo` shows: fast, throttled after three gigabytes, lifted again, in a loop of two minutes.
    package static var demo: LabPlan {
        var plan = LabPlan(phases: [
            Phase(rate: .megabits(400), end: .after(.gigabytes(3))),
            Phase(rate: .megabits(40), end: .lasting(.seconds(35))),
            Phase(rate: .megabits(400), end: .lasting(.seconds(25))),
        ])
        plan.loops = true
        return plan
    }
}
