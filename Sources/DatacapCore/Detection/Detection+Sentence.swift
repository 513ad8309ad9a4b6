extension Detection {
    /// The detection as a person reads it.
    ///
    /// - Parameter name: Says what a target is called, by its index.
    /// - Returns: One sentence with the numbers that it rests on.
    package func sentence(naming name: (Int) -> String = { "target \($0 + 1)" }) -> String {
        let agreed = accuses ? witnesses(.agrees, name) : ""
        return claim(name) + afterRest + (agreed.isEmpty ? "" : " Second witnesses agree\(agreed).")
    }

    private func claim(_ name: (Int) -> String) -> String {
        switch kind {
        case .throttled(nil): "The provider holds the line down\(change)."
        case .throttled(let match?):
            switch match.source {
            case .cap: "The provider holds the line down\(change), since the cap of \(match.volume.plain) was used up."
            case .earlierOnset:
                "The provider holds the line down\(change), after \(match.volume.plain) as it did before."
            }
        case .burstShaping(let bucket):
            """
            The provider lets transfers start fast and slows them down: to \(bucket.sustained.plain) \
            after a burst of \(bucket.burst.plain).
            """
        case .policing: "The provider drops packets to hold the line down\(change)."
        case .congestion where probes.tellOfOthers:
            "Others share the line\(change); it gives more to more connections\(witnesses(.shared, name))."
        case .congestion: "The line is congested: it has slowed down gradually or unevenly\(change)."
        case .undecided where isBeingChecked:
            "The line is slower than it was\(change); a second witness is being asked."
        case .undecided where probes.contradict:
            "The line is slower than it was\(change), but not everywhere\(witnesses(.contradicts, name))."
        case .undecided: "The line is slower than it was\(change), and nothing says why."
        case .targetSlow(let index): "Only \(name(index)) is slow; the others are as they were."
        case .outage: "No data comes at all."
        case .localLimit(let limit): "The line isn't to blame: \(limit.plain)."
        }
    }

    /// What a rest of the test has shown.
    private var afterRest: String {
        guard accuses, let rest, let rate = rest.rate else { return "" }
        return switch rest.finding {
        case .unchanged: " A short rest changed nothing: \(rate.plain)."
        case .filled: " After a short rest it was fast again: \(rate.plain)."
        case .lifted: " After a short rest the limit was gone: \(rate.plain)."
        case .nothing: ""
        }
    }

    /// What the witnesses of one opinion saw.
    private func witnesses(_ finding: LineProbe.Finding, _ name: (Int) -> String) -> String {
        let told = probes.filter { $0.finding == finding }.compactMap { probe in
            probe.rate.map { rate in
                let way = probe.ipVersion == .any ? "" : " by IP\(probe.ipVersion.rawValue)"
                return "\(rate.plain) in all with \(name(probe.target))\(way)"
            }
        }
        return told.isEmpty ? "" : ": \(told.joined(separator: " and "))"
    }

    private var change: String {
        guard let before, let after else { return "" }
        let share = before.rate > .zero ? after.rate.bitsPerSecond / before.rate.bitsPerSecond : 1
        return ": \(after.rate.plain) instead of \(before.rate.plain), \(Int((100 * (1 - share)).rounded())) % less"
    }
}

extension LineSample.LocalLimit {
    fileprivate var plain: String {
        switch self {
        case .processor: "this machine's processor is busy"
        case .interface: "this machine's network interface is at its limit"
        case .receiveWindow: "this machine's receive window is full"
        case .crossTraffic: "other traffic here shares it"
        }
    }
}
