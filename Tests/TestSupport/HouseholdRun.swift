package import DatacapCore
internal import Glibc

/// A household's cycles, run through a cap finder.
package struct HouseholdRun: Sendable {
    private let household: SimulatedHousehold
    private var dice: Dice
    /// What the tests were given to.
    package private(set) var finder = CapFinder()
    /// What the cycle has used.
    package private(set) var usage_bytes = 0.0
    /// How many tests there were, or figures of a continuous one.
    package private(set) var tests = 0
    /// Whether the cycles are told to the finder; else it must find the reset.
    package var knowsCycles = true
    private var total_bytes = 0.0
    private var deviation = 0.0
    private var noiseShare = 1.0
    private var recording = (series: 0, place: 0)
    private var eveningShare = 1.0
    private var day = -1
    private var lastTest_bytes = ByteCount.zero

    /// Begins with the first cycle.
    package init(_ household: SimulatedHousehold, seed: UInt64) {
        self.household = household
        dice = Dice(seed: seed)
    }

    /// Lets some cycles and some days more pass.
    ///
    /// - Parameters:
    ///   - count: How many whole cycles.
    ///   - days: How many days of the next one.
    ///   - sampling: How often the line is tested.
    ///   - daily: Is given the finder at the end of each day.
    package mutating func run(
        cycles count: Int,
        days: Double,
        sampling: SimulatedHousehold.Sampling,
        daily: (CapFinder) -> Void = { _ in }
    ) {
        let cycles = household.cycles(count + 1)
        guard let first = cycles.first?.start.seconds else { return }
        for (place, cycle) in cycles.enumerated() {
            let before_bytes = usage_bytes
            (usage_bytes, lastTest_bytes) = (0, .zero)
            let known = finder.finding()
            var nextDay = cycle.start.seconds + 86_400
            let end = place < count ? cycle.end.seconds : min(cycle.end.seconds, cycle.start.seconds + days * 86_400)
            var now = cycle.start.seconds
            var nextTest = now + dice.uniform(0...3_600)
            while now < end {
                let isHeldOver = now < cycle.start.seconds + household.lift_seconds && isLimited(before_bytes)
                let held = isHeldOver ? limit(before_bytes) : .infinity
                let step_seconds = step(sampling)
                let line_mbps = line(at: now, since: first)
                let start_bytes = usage_bytes
                let demand = demand_mbps(at: now)
                if now >= nextDay {
                    daily(finder)
                    nextDay += 86_400
                }
                now += step_seconds
                let time = Timestamp(milliseconds: Int64((now * 1_000).rounded()))
                switch sampling {
                case .continuous:
                    let mbps = carry(.infinity, line_mbps, held, step_seconds)
                    take(mbps * server(at: now, since: first), from: start_bytes, time, cycle)
                case .hourly(let isCounterRead):
                    let mbps = carry(demand, line_mbps, held, step_seconds)
                    if isCounterRead { note(mbps, start_bytes, cycle) }
                    guard now >= nextTest else { continue }
                    nextTest += 3_600 * dice.uniform(0.95...1.05)
                    test(line_mbps, held, demand, time, first, cycle)
                case .byVolume:
                    let mbps = carry(demand, line_mbps, held, step_seconds)
                    note(mbps, start_bytes, cycle)
                    guard now >= nextTest || isWanted(known) else { continue }
                    nextTest = now + 3_600
                    test(line_mbps, held, demand, time, first, cycle)
                }
            }
        }
    }

    private func isWanted(_ known: CapFinding) -> Bool {
        let next = CapFinder.usageForNextTest(after: lastTest_bytes, finding: known, cap: nil)
        return usage_bytes > 1e9 && usage_bytes >= Double(next?.bytes ?? .max)
    }

    private func step(_ sampling: SimulatedHousehold.Sampling) -> Double {
        if case .continuous(let seconds) = sampling { seconds } else { 30 }
    }

    /// A test of ten seconds; what the household uses meanwhile is part of the line's speed, or spoils it.
    private mutating func test(
        _ line_mbps: Double,
        _ held: Double,
        _ demand: Double,
        _ time: Timestamp,
        _ first: Double,
        _ cycle: BillingCycle
    ) {
        let start = usage_bytes
        let mbps = carry(.infinity, line_mbps, held, 10) * server(at: time.seconds, since: first)
        let isBusy = demand > 0.1 * mbps && dice.happens(0.3)
        take(isBusy ? 0.7 * mbps : mbps, from: start, time, cycle, isFlawed: isBusy)
        if !isBusy { lastTest_bytes = ByteCount(Int64(usage_bytes)) }
    }

    private mutating func take(
        _ mbps: Double,
        from start_bytes: Double,
        _ time: Timestamp,
        _ cycle: BillingCycle,
        isFlawed: Bool = false
    ) {
        tests += 1
        let point = CapPoint(
            time: time,
            usage: ByteCount(Int64(knowsCycles ? usage_bytes : total_bytes)),
            amount: ByteCount(Int64(usage_bytes - start_bytes)),
            rate: .megabits(mbps),
            isFlawed: isFlawed
        )
        finder.take(point, in: knowsCycles ? cycle : nil)
    }

    private mutating func note(_ mbps: Double, _ start_bytes: Double, _ cycle: BillingCycle) {
        let start = knowsCycles ? start_bytes : total_bytes - (usage_bytes - start_bytes)
        finder.note(carried: .megabits(mbps), from: ByteCount(Int64(start)), in: knowsCycles ? cycle : nil)
    }

    private func limit(_ bytes: Double) -> Double {
        household.stages.last { bytes >= $0.volume_bytes }?.limit_mbps ?? .infinity
    }

    private func isLimited(_ bytes: Double) -> Bool { limit(bytes) < .infinity }

    /// Carries what is wanted for some seconds and tells the mean speed; a limit that is met takes effect at once.
    private mutating func carry(_ wanted_mbps: Double, _ line_mbps: Double, _ held: Double, _ seconds: Double) -> Double
    {
        var left_seconds = seconds
        let start_bytes = usage_bytes
        while left_seconds > 0 {
            let ceiling = min(limit(usage_bytes), held)
            let limit_mbps = ceiling < .infinity ? ceiling * (1 + 0.01 * dice.normal()) : .infinity
            let mbps = min(wanted_mbps, line_mbps, limit_mbps)
            guard mbps > 0 else { break }
            let next = household.stages.first { $0.volume_bytes > usage_bytes }?.volume_bytes ?? .infinity
            let bytes = min(mbps * left_seconds * 125_000, next - usage_bytes)
            usage_bytes = bytes == next - usage_bytes ? next : usage_bytes + bytes
            left_seconds -= bytes / (mbps * 125_000)
            if left_seconds < 1e-6 { break }
        }
        total_bytes += usage_bytes - start_bytes
        return (usage_bytes - start_bytes) / seconds / 125_000
    }

    /// What the household wants now: much in the evening, little at night, and that in bursts.
    private mutating func demand_mbps(at now: Double) -> Double {
        let hour = Int(now / 3_600) % 24
        let weight = hour < 7 ? 0.2 : hour < 17 ? 0.8 : hour < 23 ? 2.2 : 0.7
        guard dice.happens(0.4) else { return 0 }
        let mean = household.demand_bytes / (30.4 * 86_400) / 125_000 * weight / 0.94 / 0.4
        return min(mean * -log(1 - dice.uniform()), 0.9 * household.plan_mbps)
    }

    /// What the line gives without a cap.
    private mutating func line(at now: Double, since first: Double) -> Double {
        let days = (now - first) / 86_400
        if Int(days) != day {
            day = Int(days)
            eveningShare = min(1, household.evening * (1 + 0.12 * dice.normal()))
        }
        let hour = now / 3_600 - (now / 86_400).rounded(.down) * 24
        var share = (18.5...22.5).contains(hour) ? eveningShare : 1
        for spell in household.spells where !spell.isServer && spell.days.contains(days) { share *= spell.share }
        share *= max(0.05, 1 - household.decline * days)
        return household.plan_mbps * share * nextNoise()
    }

    private func server(at now: Double, since first: Double) -> Double {
        let days = (now - first) / 86_400
        return household.spells.first { $0.isServer && $0.days.contains(days) }?.share ?? 1
    }

    private mutating func nextNoise() -> Double {
        switch household.noise {
        case .made(let share, let memory):
            deviation = memory * deviation + (1 - memory * memory).squareRoot() * dice.normal()
            return max(0.02, 1 + share * deviation)
        case .recorded(let all):
            recording.place += 1
            if recording.place >= all[recording.series].count {
                recording = (dice.whole(0...all.count - 1), 0)
            }
            return all[recording.series][recording.place]
        }
    }
}
