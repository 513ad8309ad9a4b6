extension Station {
    /// Lets the test rest when that would tell a token bucket from a limit.
    mutating func restIfUseful(at now: Moment) -> [Effect] {
        guard detector.wantsRest, rest == nil, round == nil, planner == nil, state == .running, !restartsForReload,
            case .up = downloader.phase
        else { return [] }
        rest = RestCheck(at: now.uptime)
        meter.interrupt()
        let length = LineRest.length.seconds.plain
        return [.signal(.pause), .log(.info, "the test rests for \(length) s: a token bucket fills again meanwhile")]
    }

    /// Lets the test go on after its rest.
    mutating func endRest(at now: Moment) -> [Effect] {
        guard rest?.wake(at: now.uptime) == true else { return [] }
        dataDueSince = now.uptime
        return [.signal(.resume)]
    }

    /// Gives up a rest, as when the test is asked for something else meanwhile.
    mutating func abandonRest() -> [Effect] {
        guard let abandoned = rest else { return [] }
        rest = nil
        return abandoned.isResting && state.isActive && state != .paused ? [.signal(.resume)] : []
    }

    /// Looks at what comes after a rest.
    mutating func followRest(_ sample: FetchSample, at now: Moment) -> [Effect] {
        guard let rate = rest?.take(sample) else { return [] }
        return closeRest(rate, at: now)
    }

    /// Ends a rest with what came after it; with `nil` it tells nothing, and no other is taken for the same drop.
    mutating func closeRest(_ rate: BitRate?, at now: Moment) -> [Effect] {
        guard rest != nil else { return [] }
        return abandonRest() + announce(detector.rested(rate, at: now), at: now)
    }
}
