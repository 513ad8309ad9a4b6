extension Station {
    /// A target that brought nothing for so long is another witness than the test itself.
    private static let unusedTime = Duration.seconds(30)

    /// Who is to be asked whether the line as a whole is slow: a target that the test doesn't use now, and the test's
    /// own by the other IP family; else the test's own by the same way.
    func witnesses(at now: Moment) -> [WitnessRound.Witness] {
        guard let limit = probeBytes(witnesses: 1), limit > 0, !orderTargets.isEmpty else { return [] }
        var found: [WitnessRound.Witness] = []
        let unused = orderTargets.indices.first { index in
            !targets.ledgers[orderTargets[index]].isResting(at: now.timestamp)
                && now.uptime - (lastUse[index] ?? .zero) >= Self.unusedTime
        }
        if let unused { found.append(WitnessRound.Witness(target: unused, ipVersion: configuration.ipVersion)) }
        let used = lastUse.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
        if let other = otherFamily(of: used) {
            found.append(WitnessRound.Witness(target: used, ipVersion: other))
        } else if found.isEmpty {
            found.append(WitnessRound.Witness(target: used, ipVersion: configuration.ipVersion))
        }
        return found
    }

    /// The IP family that the test doesn't use, where there is a way by it.
    private func otherFamily(of target: Int) -> FetchOrder.IPVersion? {
        // A proxy's address says nothing of the way behind it, and an address has but one family.
        guard configuration.ipVersion == .any, configuration.proxy == nil, !isOtherFamilyDead, let family,
            !TargetName.isAddress(TargetName.host(ofURL: targets.ledgers[orderTargets[target]].url))
        else { return nil }
        return family == .v4 ? .v6 : .v4
    }

    /// Asks them; without any the accusation stands on the line's own evidence.
    mutating func askWitnesses(at now: Moment) -> [Effect] {
        guard round == nil else { return [] }
        let witnesses = witnesses(at: now)
        guard !witnesses.isEmpty else { return announce(detector.confirm([], at: now), at: now) }
        roundSize = witnesses.count
        round = WitnessRound(witnesses)
        return askNext(at: now)
    }

    mutating func takeProbe(_ event: FetchEvent, at now: Moment) -> [Effect] {
        guard let witness = round?.current, orderTargets.indices.contains(witness.target) else { return [] }
        let place = orderTargets[witness.target]
        switch event {
        case .sample(let sample):
            targets.change(place) { $0.count(sample.total) }
            spend(sample.total, at: now)
            round?.take(sample, beside: lastRate + others.rate)
        case .transfer: targets.change(place) { $0.finish() }
        // The way by the other family may not exist; that a probe failed stands in the verdict.
        case .started, .failure, .paused, .resumed, .finished: break
        }
        return []
    }

    mutating func probeExited(at now: Moment) -> [Effect] {
        guard let witness = round?.current else { return [] }
        round?.finish()
        if round?.probes.last?.rate == nil, witness.ipVersion != configuration.ipVersion { isOtherFamilyDead = true }
        return askNext(at: now)
    }

    private mutating func askNext(at now: Moment) -> [Effect] {
        guard state.isActive, let witness = round?.next(), let limit = probeBytes(witnesses: roundSize), limit > 0
        else {
            let probes = round?.probes ?? []
            round = nil
            return announce(detector.confirm(probes, at: now), at: now)
        }
        var order = configuration.order
        order.urls = [targets.ledgers[orderTargets[witness.target]].url]
        order.ipVersion = witness.ipVersion
        order.streams = min(64, LineProbe.connections * order.streams)
        order.maximumBytes = limit
        order.maximumMilliseconds = WitnessRound.probe_milliseconds
        if let most = configuration.maximumSpeed {
            order.maximumBytesPerSecond = Int64(max(1, most.bytesPerSecond - lastRate.bytesPerSecond))
        }
        return [.probe(order)]
    }

    /// How much one of so many probes may spend; `nil` when none may be made.
    private func probeBytes(witnesses: Int) -> Int64? {
        guard configuration.confirmation > .zero else { return nil }
        var most = configuration.confirmation
        if configuration.atCap == .stop, let cap = configuration.dataCap { most = min(most, cap - total) }
        return most.bytes / Int64(max(witnesses, 1))
    }
}
