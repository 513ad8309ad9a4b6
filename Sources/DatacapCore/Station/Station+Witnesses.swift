extension Station {
    /// Whether there is somebody to ask, and something to spend on it.
    var canAskWitnesses: Bool { probeBudget > .zero && !orderTargets.isEmpty }

    /// Asks whether the line as a whole is slow; without a witness the accusation stands on the line's own evidence.
    mutating func askWitnesses(at now: Moment) -> [Effect] {
        guard planner == nil else { return askTestWitness(at: now) }
        guard round == nil else { return [] }
        guard canAskWitnesses else { return announce(detector.confirm([], at: now), at: now) }
        let probed = configuration.streams + LineProbe.streams(besideTestOf: configuration.streams)
        round = WitnessRound(
            witnesses(at: now),
            connectionsRatio: Double(probed) / Double(configuration.streams)
        )
        // A probe would draw from the bucket that is to fill.
        return abandonRest() + askNext(at: now)
    }

    /// The test's own way, with more connections.
    private var ownWay: WitnessRound.Witness {
        WitnessRound.Witness(target: use.latest, ipVersion: configuration.ipVersion)
    }

    /// A target that the test doesn't use now, and the test's own by the other IP family; else the test's own by the
    /// same way.
    private func witnesses(at now: Moment) -> [WitnessRound.Witness] {
        let unused = orderTargets.indices.first { index in
            !targets.ledgers[orderTargets[index]].isResting(at: now.timestamp) && use.isUnused(index, at: now.uptime)
        }
        var found = unused.map { [WitnessRound.Witness(target: $0, ipVersion: configuration.ipVersion)] } ?? []
        if let other = otherFamily(of: use.latest) {
            found.append(WitnessRound.Witness(target: use.latest, ipVersion: other))
        }
        return found.isEmpty ? [ownWay] : found
    }

    /// The IP family that the test doesn't use, where there is a way by it.
    func otherFamily(of target: Int) -> FetchOrder.IPVersion? {
        // A proxy's address says nothing of the way behind it, and an address has but one family.
        guard configuration.ipVersion == .any, configuration.proxy == nil, !use.isOtherFamilyDead,
            let version = use.ipVersion,
            !TargetName.isAddress(TargetName.host(ofURL: targets.ledgers[orderTargets[target]].url))
        else { return nil }
        return version == .v4 ? .v6 : .v4
    }

    mutating func takeProbe(_ event: FetchEvent, at now: Moment) -> [Effect] {
        guard let witness = round?.current, orderTargets.indices.contains(witness.target) else { return [] }
        let place = orderTargets[witness.target]
        switch event {
        case .sample(let sample):
            targets.change(place) { $0.count(sample.total) }
            spend(sample.total, at: now)
            account.spendLent(sample.total)
            round?.take(sample, beside: use.rate + sample.otherTraffic(beside: use.rate))
        case .transfer: targets.change(place) { $0.finish() }
        // The way by the other family may not exist; that a probe failed stands in the verdict.
        case .started, .failure, .paused, .resumed, .finished: break
        }
        return []
    }

    mutating func probeExited(at now: Moment) -> [Effect] {
        guard let witness = round?.current else { return [] }
        round?.finish()
        account.lend(.zero)
        if round?.probes.last?.rate == nil, witness.ipVersion != configuration.ipVersion {
            use.isOtherFamilyDead = true
        }
        let ownWay = ownWay
        if round?.isMute == true, witness != ownWay { round?.add(ownWay) }
        return askNext(at: now)
    }

    private mutating func askNext(at now: Moment) -> [Effect] {
        guard state.isActive, let size = round?.size, case let share = probeBudget.bytes / Int64(size), share > 0,
            let witness = round?.next()
        else {
            let probes = round?.probes ?? []
            round = nil
            return announce(detector.confirm(probes, at: now), at: now) + allowIfChanged()
        }
        var order = configuration.order
        order.urls = [targets.ledgers[orderTargets[witness.target]].url]
        order.ipVersion = witness.ipVersion
        order.streams = LineProbe.streams(besideTestOf: order.streams)
        order.maximumBytes = share
        order.maximumMilliseconds = WitnessRound.probe_milliseconds
        if let most = configuration.maximumSpeed {
            order.maximumBytesPerSecond = Int64(max(1, most.bytesPerSecond - use.rate.bytesPerSecond))
        }
        account.lend(ByteCount(share))
        return allowIfChanged() + [.probe(order)]
    }

    /// What the probes of one round may spend together.
    private var probeBudget: ByteCount {
        guard let limit = runLimit else { return configuration.confirmation }
        // The test goes on beside it with the other half, and hears of it before that is used up.
        let half = ByteCount(max(.zero, limit - runReceived).bytes / 2)
        return half.bytes < Int64(use.rate.bytesPerSecond / 4) ? .zero : min(configuration.confirmation, half)
    }
}
