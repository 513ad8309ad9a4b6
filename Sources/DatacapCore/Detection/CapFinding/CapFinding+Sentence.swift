extension CapFinding {
    /// The finding as a person reads it.
    ///
    /// - Parameter when: Says a time in the plan's zone, with its preposition, such as `on 1 March at 00:03`.
    /// - Returns: One or two sentences with the numbers that it rests on.
    package func sentence(when: (Timestamp) -> String) -> String {
        switch self {
        case .found(let cap):
            "The provider slows the line down \(cap.steps)\(cap.seen)\(cap.lifted(when))."
                + cap.origin + cap.past
        case .suspected(let cap):
            "The line slowed down \(cap.steps)\(cap.lifted(when)). That may be a cap: " + cap.next
        case .unknown(let reason): reason.sentence
        }
    }
}

extension FoundCap {
    /// From where to where, and at what.
    fileprivate var steps: String {
        let parts = stages.enumerated().map { place, stage in
            let from = place == 0 ? "from \(stage.before.rate.plain) " : ""
            return "\(from)to \(stage.after.rate.plain) at \(stage.volume.told(within: stage.uncertainty))"
        }
        return parts.joined(separator: " and ") + " of a billing cycle"
    }

    fileprivate var seen: String {
        let cycles = stages.map(\.cycles).max() ?? 1
        return cycles > 1 ? ", seen in \(cycles) cycles" : ""
    }

    fileprivate func lifted(_ when: (Timestamp) -> String) -> String {
        lift.map { "; it was fast again \(when($0.by))" } ?? ""
    }

    fileprivate var origin: String {
        let day = resetDay.map { " The provider seems to count from day \($0) of the month." } ?? ""
        return (isOfPlan ? " That is the cap of the plan." : "") + day
    }

    fileprivate var past: String {
        earlier.first.map { " Before, it was at \($0.told(within: .gigabytes(1)))." } ?? ""
    }

    fileprivate var next: String {
        lift == nil
            ? "whether the line is fast again when the next cycle begins will tell."
            : "another cycle will tell."
    }
}

extension CapFinding.Reason {
    fileprivate var sentence: String {
        switch self {
        case .tooFewPoints: "There are too few measurements to look for a cap."
        case .noSlowdown(let most): "No cap shows: no cycle slowed down for good, up to \(most.told())."
        case .tooLate(let volume):
            "The line slowed down at about \(volume.told()), too near to the end of the measurements to tell why."
        case .tooEarly(let volume):
            "The line was slow from about \(volume.told()) on, and was hardly measured before."
        case .recovers(let most): "No cap shows up to \(most.told()): the slow times were over before their cycle was."
        case .gradual(let most): "No cap shows up to \(most.told()): the line became slower little by little."
        case .notLifted(let volume):
            """
            The line slowed down at about \(volume.told()) and stayed slow in the next cycle: rather another plan, or a \
            fault, than a cap.
            """
        case .liftUnseen(let volume):
            """
            The line slowed down at about \(volume.told()), and nobody measured whether it was fast again when the next \
            cycle began.
            """
        case .passed(let volume):
            "The line once slowed down at about \(volume.told()), but a later cycle went past that without."
        case .cyclesDisagree(let low, let high):
            "Cycles slowed down at volumes from \(low.told()) to \(high.told()): that is no cap."
        case .resetUnknown:
            "The line slows down and recovers, but not on the same day of two months: the data can't tell a cap from that."
        }
    }
}

extension ByteCount {
    /// The amount in GB or TB, with no more digits than its uncertainty leaves, and that where there is one.
    func told(within uncertainty: ByteCount? = nil) -> String {
        let isLarge = gigabytes >= 1_000
        let (value, unit) = isLarge ? (gigabytes / 1_000, "TB") : (gigabytes, "GB")
        guard let uncertainty else { return "\(value.significant) \(unit)" }
        let width = uncertainty.gigabytes
        // Two digits of the uncertainty below 2 of its unit, one above: 1.4, 6, 30.
        var (grain, places) = (1.0, isLarge ? 3 : 0)
        while width / grain >= 20, grain < 1_000 { (grain, places) = (grain * 10, places - 1) }
        while width / grain < 2, grain > 0.015 { (grain, places) = (grain / 10, places + 1) }
        let rounded = (width / grain).rounded(.up) * grain
        let scale = (0..<max(0, places)).reduce(1.0) { sum, _ in sum * 10 }
        let figure = places >= 0 ? (value * scale).rounded() / scale : (value / grain).rounded() * grain
        return "\(figure.plain) \(unit) ± \(((rounded * 100).rounded() / 100).plain) GB"
    }
}
